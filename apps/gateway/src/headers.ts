/** On every answer of the gateway: nothing is kept, guessed, framed, embedded or loaded. */
export const answerHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** The pages that show the documents load their own scripts and styles; Swagger UI writes styles and small images into its page. */
export const docsHeaders = {
  'content-security-policy': `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'`,
  'cross-origin-embedder-policy': 'require-corp',
};

/** Where what stands in front says that the caller came by TLS: a year, and the names below (RFC 6797). */
export const tlsHeaders = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };
