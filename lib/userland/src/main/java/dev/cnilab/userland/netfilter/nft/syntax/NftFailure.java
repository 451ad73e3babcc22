package dev.cnilab.userland.netfilter.nft.syntax;

import dev.cnilab.netsim.errno.ErrnoException;

/** What is wrong with a command, and where in it. */
public final class NftFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String MISSING = "No such file or directory";
  private final transient Token at;

  public NftFailure(Token at, String message) {
    super(message, null, false, false);
    this.at = at;
  }

  /** The kernel's answer to a command. */
  public static NftFailure kernel(Token at, ErrnoException refused) {
    return new NftFailure(at, "Could not process rule: " + refused.errno().text());
  }

  /** A table, a chain or a set that is not there. */
  public static NftFailure missing(Token at) {
    return new NftFailure(at, MISSING);
  }

  /** The same of something missing, as the kernel's answer; any other as it is. */
  public NftFailure toldByKernel() {
    return MISSING.equals(getMessage())
        ? new NftFailure(at, "Could not process rule: " + MISSING)
        : this;
  }

  /** A word that makes no sense here. */
  public static NftFailure unexpected(Token at) {
    return new NftFailure(at, "syntax error, unexpected " + at.name());
  }

  /** A word in the place of a certain one. */
  public static NftFailure unexpected(Token at, String expected) {
    return new NftFailure(at, "syntax error, unexpected " + at.name() + ", expecting " + expected);
  }

  /** What nft has and this machine has not. */
  public static NftFailure unavailable(Token at) {
    return new NftFailure(at, at.text() + " is not available on this machine");
  }

  public Token at() {
    return at;
  }
}
