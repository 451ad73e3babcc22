package dev.cnilab.cluster.client.config;

/** What identifies a client. */
public sealed interface Credential {
  /** A bearer token. */
  record Token(String token) implements Credential {}

  /**
   * A certificate that the cluster's authority has signed.
   *
   * @param pem the certificate and its key
   */
  record Certificate(String pem) implements Credential {}

  /** No credential. */
  record Anonymous() implements Credential {}
}
