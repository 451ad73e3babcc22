package dev.cnilab.netsim.kernel;

/**
 * A failed system call. Its message is the text of the kernel's extended netlink acknowledgement
 * ("ipv4: Address already assigned.") or, without one, that of the error number.
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
   * A failure with a message of its own.
   *
   * @param acknowledgement the message, as iproute2 prints it after "Error: "
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
