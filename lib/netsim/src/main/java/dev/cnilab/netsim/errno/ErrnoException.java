package dev.cnilab.netsim.errno;

/**
 * A system call that failed. Its message is what the kernel says of it: the text of an extended
 * netlink acknowledgement ("ipv4: Address already assigned.") or else that of the error number.
 */
public final class ErrnoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;
  private final boolean extended;

  public ErrnoException(Errno errno) {
    super(errno.text(), null, false, false);
    this.errno = errno;
    this.extended = false;
  }

  /**
   * A failure that the kernel puts into words of its own.
   *
   * @param acknowledgement the words, as iproute2 prints them after "Error: "
   */
  public ErrnoException(Errno errno, String acknowledgement) {
    super(acknowledgement, null, false, false);
    this.errno = errno;
    this.extended = true;
  }

  public Errno errno() {
    return errno;
  }

  /** Whether the message is an extended acknowledgement. */
  public boolean isExtended() {
    return extended;
  }
}
