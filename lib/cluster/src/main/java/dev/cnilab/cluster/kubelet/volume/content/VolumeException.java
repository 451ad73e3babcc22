package dev.cnilab.cluster.kubelet.volume.content;

/** A volume that could not be set up, for now. */
public final class VolumeException extends Exception {
  private static final long serialVersionUID = 1L;

  public VolumeException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
