package dev.cnilab.cluster.image.flannel.subnet;

/** flanneld cannot continue; it logs the reason and exits with status 1. */
public final class FlanneldExit extends Exception {
  private static final long serialVersionUID = 1L;
  private final String place;

  /**
   * The exit with its last log line.
   *
   * @param place in the source, as in the log
   */
  public FlanneldExit(String place, String message) {
    super(message);
    this.place = place;
  }

  /** The network can't be set up: the end of main after {@code RegisterNetwork}. */
  public static FlanneldExit registering(String why) {
    return new FlanneldExit("main.go:384", "Error registering network: " + why);
  }

  public String place() {
    return place;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
