package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.StreamUser;
import org.metricshub.jawk.ext.ExtensionFunction;
import org.metricshub.jawk.intermediate.Address;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.intermediate.Opcode;
import org.metricshub.jawk.intermediate.PositionTracker;

/** A compiled program that reports each instruction it executes. */
final class SteppedTuples extends AwkTuples {
  private static final long serialVersionUID = 1L;

  /** The bytes an array element takes, as if each assignment created a new one. */
  private static final int ELEMENT = 64;

  /** The number of instructions in about a microsecond. */
  private static final int STEPS_A_UNIT = 16;

  private final transient StreamUser holder;
  private final transient HeldText text;
  private final transient GetlineAnswer getline;

  /**
   * Creates an empty program.
   *
   * @param holder runs it: each instruction is charged as work, array elements as memory
   * @param text counts the strings that the program builds
   * @param getline knows getline's result
   */
  SteppedTuples(StreamUser holder, HeldText text, GetlineAnswer getline) {
    this.holder = holder;
    this.text = text;
    this.getline = getline;
  }

  @Override
  public void concat() {
    super.concat();
    text.countTop(this);
  }

  @Override
  public void subForVariable(int offset, boolean global, boolean all) {
    super.subForVariable(offset, global, all);
    dereference(offset, false, global);
    text.countTop(this);
    pop();
  }

  @Override
  public void useAsFileInput() {
    super.useAsFileInput();
    getline.correct(this);
  }

  @Override
  public void useAsCommandInput() {
    super.useAsCommandInput();
    getline.correct(this);
  }

  @Override
  public PositionTracker top() {
    return new Stepped(super.top());
  }

  /** The library calls this before each instruction. */
  private final class Stepped extends PositionTracker {
    private final PositionTracker position;
    private int steps;

    Stepped(PositionTracker position) {
      super(java.util.List.of());
      this.position = position;
    }

    @Override
    public boolean isEOF() {
      if (++steps % STEPS_A_UNIT == 0) {
        holder.work(1);
      }
      return position.isEOF();
    }

    @Override
    public void next() {
      position.next();
    }

    @Override
    public void jump(Address address) {
      position.jump(address);
    }

    @Override
    public void jump(int index) {
      position.jump(index);
    }

    @Override
    public int current() {
      return position.current();
    }

    @Override
    public Opcode opcode() {
      Opcode next = position.opcode();
      if (next == Opcode.ASSIGN_ARRAY) {
        holder.hold(ELEMENT + text.takeLatest());
      }
      return next;
    }

    @Override
    public long intArg(int index) {
      return position.intArg(index);
    }

    @Override
    public boolean boolArg(int index) {
      return position.boolArg(index);
    }

    @Override
    public Object arg(int index) {
      return position.arg(index);
    }

    @Override
    public ExtensionFunction extensionFunctionArg() {
      return position.extensionFunctionArg();
    }

    @Override
    public Address addressArg() {
      return position.addressArg();
    }

    @Override
    public Class<?> classArg() {
      return position.classArg();
    }

    @Override
    public int lineNumber() {
      return position.lineNumber();
    }

    @Override
    public String toString() {
      return position.toString();
    }
  }
}
