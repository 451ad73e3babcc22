package dev.cnilab.cluster.image.calico.ipam;

/** No address could be assigned; the message is libcalico's. */
public final class IpamException extends Exception {
  private static final long serialVersionUID = 1L;

  IpamException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
