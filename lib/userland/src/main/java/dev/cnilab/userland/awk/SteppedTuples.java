package dev.cnilab.userland.awk;

import org.metricshub.jawk.ext.ExtensionFunction;
import org.metricshub.jawk.intermediate.Address;
import org.metricshub.jawk.intermediate.Opcode;
import org.metricshub.jawk.intermediate.PositionTracker;
import org.metricshub.jawk.intermediate.SandboxedAwkTuples;

/** A compiled program that says when it goes on to its next instruction. */
final class SteppedTuples extends SandboxedAwkTuples {
  private static final long serialVersionUID = 1L;
  private final transient Runnable step;

  /**
   * No instructions yet.
   *
   * @param step is run before each instruction, and may end the program by throwing
   */
  SteppedTuples(Runnable step) {
    this.step = step;
  }

  @Override
  public PositionTracker top() {
    return new Stepped(super.top());
  }

  /** The library asks for the end before each instruction. */
  private final class Stepped extends PositionTracker {
    private final PositionTracker position;

    Stepped(PositionTracker position) {
      super(java.util.List.of());
      this.position = position;
    }

    @Override
    public boolean isEOF() {
      step.run();
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
      return position.opcode();
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
