package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayDeque;
import java.util.Deque;
import org.metricshub.jawk.ext.ExtensionFunction;
import org.metricshub.jawk.intermediate.Address;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.intermediate.Opcode;
import org.metricshub.jawk.intermediate.PositionTracker;
import org.metricshub.jawk.jrt.AwkRuntimeException;

/** A compiled program that reports each instruction it executes. */
final class SteppedTuples extends AwkTuples {
  private static final long serialVersionUID = 1L;

  /** The bytes an array element takes, as if each assignment created a new one. */
  private static final int ELEMENT = 64;

  /** The number of instructions in about a microsecond. */
  private static final int STEPS_A_UNIT = 16;

  /** What of mawk's evaluation stack of 1,024 cells is left for the parameters of calls. */
  private static final int CELLS = 1006;

  /** The number of a function's parameters among the arguments of CALL_FUNCTION. */
  private static final int PARAMETERS = 2;

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
  public void sprintf(int words) {
    text.sprintf(this, words);
  }

  @Override
  public void printf(int words) {
    text.printf(this, words);
    super.printf(1);
  }

  @Override
  public void printfToPipe(int words) {
    text.printfTo(this, words);
    super.printfToPipe(1);
  }

  @Override
  public void printfToFile(int words, boolean append) {
    text.printfTo(this, words);
    super.printfToFile(1, append);
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
    private final Deque<Integer> calls = new ArrayDeque<>();
    private int steps;
    private int cells;

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
      } else if (next == Opcode.CALL_FUNCTION) {
        called(Math.max(1, (int) position.intArg(PARAMETERS)));
      } else if (next == Opcode.RETURN_FROM_FUNCTION) {
        cells -= calls.pop();
      }
      return next;
    }

    private void called(int parameters) {
      calls.push(parameters);
      cells += parameters;
      if (cells > CELLS) {
        throw new AwkRuntimeException("program limit exceeded: eval stack size=1024");
      }
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
