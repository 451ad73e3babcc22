package dev.cnilab.userland.shell.run;

/** Thrown by builtins to leave the commands around them. */
public abstract sealed class ControlFlow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ControlFlow(String name) {
    super(name, null, false, false);
  }

  /** {@code break} and {@code continue}. */
  public static final class LeaveLoop extends ControlFlow {
    private static final long serialVersionUID = 1L;

    /** Whether the outermost of these loops ends or continues with its next iteration. */
    public enum Then {
      BREAK,
      CONTINUE
    }

    private final int levels;
    private final Then then;

    public LeaveLoop(int levels, Then then) {
      super("leave loop");
      this.levels = levels;
      this.then = then;
    }

    int levels() {
      return levels;
    }

    Then then() {
      return then;
    }
  }

  /** {@code return}. */
  public static final class Return extends ControlFlow {
    private static final long serialVersionUID = 1L;
    private final int status;

    public Return(int status) {
      super("return");
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** {@code exit}, or an error that ends the shell. */
  public static final class Exit extends ControlFlow {
    private static final long serialVersionUID = 1L;
    private final int status;

    public Exit(int status) {
      super("exit");
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
