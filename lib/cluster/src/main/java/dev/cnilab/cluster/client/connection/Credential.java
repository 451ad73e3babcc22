package dev.cnilab.cluster.client.connection;

/** By what a client is known. */
public sealed interface Credential {
  /** A bearer token. */
  record Token(String token) implements Credential {}

  /**
   * A certificate that the cluster's authority has signed.
   *
   * @param pem the certificate and its key
   */
  record Certificate(String pem) implements Credential {}

  /** None at all. */
  record Anonymous() implements Credential {}
}
