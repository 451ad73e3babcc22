package dev.cnilab.cluster.kubelet.volume;

/** A volume that could not be set up, for now. */
final class VolumeException extends Exception {
  private static final long serialVersionUID = 1L;

  VolumeException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
