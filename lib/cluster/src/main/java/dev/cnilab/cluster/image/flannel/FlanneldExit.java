package dev.cnilab.cluster.image.flannel;

/** flanneld cannot go on; it says why in its log and ends with status 1. */
final class FlanneldExit extends Exception {
  private static final long serialVersionUID = 1L;
  private final String place;

  FlanneldExit(String place, String message) {
    super(message);
    this.place = place;
  }

  String place() {
    return place;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
