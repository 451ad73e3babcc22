package dev.cnilab.cluster.apiserver.http.stream;

/** Which of a command's outputs its caller wants; the others are thrown away, as by a kubelet. */
public record Outputs(boolean stdout, boolean stderr) {
  public static final Outputs ALL = new Outputs(true, true);

  boolean has(int channel) {
    return switch (channel) {
      case Channels.STDOUT -> stdout;
      case Channels.STDERR -> stderr;
      default -> true;
    };
  }

  /** The first channel of these; a caller hears on it at once that the connection stands. */
  int first() {
    if (stdout) {
      return Channels.STDOUT;
    }
    return stderr ? Channels.STDERR : Channels.ERROR;
  }
}
