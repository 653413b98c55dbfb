{{- define "hub.labels" -}}
app.kubernetes.io/name: liaison-hub
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "hub.all-labels" -}}
{{ include "hub.labels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "hub.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "hub.pod-security" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "hub.container-security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* How Kafka is reached, alike for services and the job. */}}
{{- define "hub.kafka" -}}
{{- $kafka := .Values.kafka -}}
KAFKA_BROKERS: {{ required "kafka.brokers: set it to host:port of each broker" (join "," $kafka.brokers) | quote }}
KAFKA_TLS: {{ $kafka.tls.enabled | quote }}
{{- if $kafka.tls.authoritySecret }}
KAFKA_TLS_CA_FILE: /secrets/kafka/ca.crt
{{- end }}
{{- if $kafka.sasl.enabled }}
{{- if not $kafka.tls.enabled }}{{ fail "kafka.sasl: set kafka.tls.enabled to true, too: without TLS others can read the passwords' exchange along" }}{{ end }}
KAFKA_SASL_MECHANISM: {{ $kafka.sasl.mechanism | quote }}
{{- end }}
{{- end }}

{{/* Who calls Kafka: `user` of this release, with the password in the folder `secrets`. */}}
{{- define "hub.kafka-user" -}}
{{- if .root.Values.kafka.sasl.enabled -}}
- { name: KAFKA_USERNAME, value: {{ print .root.Values.kafka.sasl.userPrefix .user | quote }} }
- { name: KAFKA_PASSWORD_FILE, value: {{ .secrets }}/kafka-password }
{{- end }}
{{- end }}

{{/* One service's Deployment, Service and PodDisruptionBudget. */}}
{{- define "hub.service" -}}
{{- $root := .root }}
{{- $name := .name }}
{{- $own := mergeOverwrite (deepCopy .root.Values.defaults) (.own | default dict) }}
{{- $labels := dict "root" $root "component" $name }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $root.Release.Name }}-{{ $name }}
  labels: {{- include "hub.all-labels" $labels | nindent 4 }}
spec:
  replicas: {{ $own.replicas }}
  selector:
    matchLabels: {{- include "hub.labels" $labels | nindent 6 }}
  strategy:
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  template:
    metadata:
      labels: {{- include "hub.all-labels" $labels | nindent 8 }}
      annotations:
        # A new configuration starts new pods.
        checksum/config: {{ include (print $root.Template.BasePath "/configuration.yaml") $root | sha256sum }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 30
      securityContext: {{- include "hub.pod-security" $root | nindent 8 }}
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $own.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $own.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "hub.labels" $labels | nindent 14 }}
      containers:
        - name: {{ $name }}
          image: {{ include "hub.image" $root | quote }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [{{ $name }}]
          envFrom:
            - configMapRef: { name: {{ $root.Release.Name }}-{{ ternary "gateway" "services" (eq $name "gateway") }} }
          {{- $callsKafka := and (ne $name "gateway") $root.Values.kafka.sasl.enabled }}
          {{- if or $own.seals $own.environment $callsKafka }}
          env:
            {{- if $callsKafka }}
            {{- include "hub.kafka-user" (dict "root" $root "user" $name "secrets" "/secrets/own") | nindent 12 }}
            {{- end }}
            {{- if $own.seals }}
            - { name: KEYS_DATABASE_URL_FILE, value: /secrets/own/keys-database-url }
            - { name: MASTER_KEYS_FILE, value: /secrets/own/master-keys }
            {{- end }}
            {{- range $variable, $value := $own.environment }}
            - { name: {{ $variable }}, value: {{ $value | quote }} }
            {{- end }}
          {{- end }}
          ports:
            - { name: http, containerPort: 3000 }
          startupProbe:
            httpGet: { path: /health/live, port: http }
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /health/live, port: http }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            # The front door is open where it answers itself: one service that is away closes no other's. Nor does the broker
            # close a service that still reads and writes its database.
            httpGet: { path: {{ ternary "/health/live" "/health/serving" (eq $name "gateway") }}, port: http }
            periodSeconds: 5
            timeoutSeconds: 5
          lifecycle:
            # Until every node has heard that this pod takes no more.
            preStop: { sleep: { seconds: 5 } }
          resources: {{- toYaml $own.resources | nindent 12 }}
          securityContext: {{- include "hub.container-security" $root | nindent 12 }}
          {{- if ne $name "gateway" }}
          volumeMounts:
            - { name: secrets, mountPath: /secrets/own, readOnly: true }
            {{- if $root.Values.kafka.tls.authoritySecret }}
            - { name: kafka, mountPath: /secrets/kafka, readOnly: true }
            {{- end }}
          {{- end }}
      {{- if ne $name "gateway" }}
      volumes:
        - name: secrets
          secret: { secretName: {{ $root.Values.secrets.prefix }}{{ $name }}, defaultMode: 0440 }
        {{- with $root.Values.kafka.tls.authoritySecret }}
        - name: kafka
          secret: { secretName: {{ . }}, defaultMode: 0440 }
        {{- end }}
      {{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $root.Release.Name }}-{{ $name }}
  labels: {{- include "hub.all-labels" $labels | nindent 4 }}
spec:
  selector: {{- include "hub.labels" $labels | nindent 4 }}
  ports:
    - { name: http, port: 3000, targetPort: http }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $root.Release.Name }}-{{ $name }}
  labels: {{- include "hub.all-labels" $labels | nindent 4 }}
spec:
  maxUnavailable: {{ $root.Values.podDisruptionBudget.maxUnavailable }}
  selector:
    matchLabels: {{- include "hub.labels" $labels | nindent 6 }}
{{- end }}
