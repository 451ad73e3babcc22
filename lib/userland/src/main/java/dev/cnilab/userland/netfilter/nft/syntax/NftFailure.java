package dev.cnilab.userland.netfilter.nft.syntax;

import dev.cnilab.netsim.kernel.ErrnoException;

/** An error in a command, and its position. */
public final class NftFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String MISSING = "No such file or directory";
  private final transient NftToken at;

  public NftFailure(NftToken at, String message) {
    super(message, null, false, false);
    this.at = at;
  }

  /** The kernel refused the command. */
  public static NftFailure kernel(NftToken at, ErrnoException refused) {
    return new NftFailure(at, "Could not process rule: " + refused.errno().text());
  }

  /** The table, chain or set does not exist. */
  public static NftFailure missing(NftToken at) {
    return new NftFailure(at, MISSING);
  }

  /** An error about something missing in the kernel's wording; other errors unchanged. */
  public NftFailure toldByKernel() {
    return MISSING.equals(getMessage())
        ? new NftFailure(at, "Could not process rule: " + MISSING)
        : this;
  }

  /** The word is unexpected here. */
  public static NftFailure unexpected(NftToken at) {
    return new NftFailure(at, "syntax error, unexpected " + at.name());
  }

  /** Another word was expected here. */
  public static NftFailure unexpected(NftToken at, String expected) {
    return new NftFailure(at, "syntax error, unexpected " + at.name() + ", expecting " + expected);
  }

  /** A feature of nft that is not available on this machine. */
  public static NftFailure unavailable(NftToken at) {
    return new NftFailure(at, at.text() + " is not available on this machine");
  }

  public NftToken at() {
    return at;
  }
}
