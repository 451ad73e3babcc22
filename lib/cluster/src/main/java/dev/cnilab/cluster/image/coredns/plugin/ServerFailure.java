package dev.cnilab.cluster.image.coredns.plugin;

/** A query that comes to nothing. */
public final class ServerFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final int rcode;
  private final String why;

  /**
   * A failure.
   *
   * @param rcode what the client is told
   * @param why what the plugin errors logs; empty for nothing
   */
  public ServerFailure(int rcode, String why) {
    super(why, null, false, false);
    this.rcode = rcode;
    this.why = why;
  }

  public int rcode() {
    return rcode;
  }

  /** What the plugin errors logs; empty for nothing. */
  public String why() {
    return why;
  }
}
