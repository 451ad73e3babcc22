package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.metricshub.jawk.ext.ExtensionFunction;
import org.metricshub.jawk.intermediate.Address;
import org.metricshub.jawk.intermediate.Opcode;
import org.metricshub.jawk.intermediate.PositionTracker;
import org.metricshub.jawk.jrt.AwkRuntimeException;

/** A place in a program that charges each instruction, of which the library reports each. */
final class SteppedPosition extends PositionTracker {
  /** The bytes an array element takes, as if each assignment created a new one. */
  private static final int ELEMENT = 64;

  /** The number of instructions in about a microsecond. */
  private static final int STEPS_A_UNIT = 16;

  /** What of mawk's evaluation stack of 1,024 cells is left for the parameters of calls. */
  private static final int CELLS = 1006;

  /** The number of a function's parameters among the arguments of CALL_FUNCTION. */
  private static final int PARAMETERS = 2;

  private final PositionTracker position;
  private final StreamUser holder;
  private final HeldText text;
  private final Deque<Integer> calls = new ArrayDeque<>();
  private int steps;
  private int cells;

  /**
   * Starts at a program's beginning.
   *
   * @param holder is charged for instructions, and for what they put into arrays
   * @param text knows the length of the last string
   */
  SteppedPosition(PositionTracker position, StreamUser holder, HeldText text) {
    super(List.of());
    this.position = position;
    this.holder = holder;
    this.text = text;
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
