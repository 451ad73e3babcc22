package dev.cnilab.cluster.containerd.config;

/** containerd's file is not valid TOML. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int row;
  private final int column;

  /**
   * A place in the file and the error there.
   *
   * @param row counted from one
   * @param column counted from one
   * @param problem in the words of go-toml, after {@code toml: }
   */
  ConfigException(int row, int column, String problem, Throwable cause) {
    super("toml: " + problem, cause);
    this.row = row;
    this.column = column;
  }

  public int row() {
    return row;
  }

  public int column() {
    return column;
  }
}
