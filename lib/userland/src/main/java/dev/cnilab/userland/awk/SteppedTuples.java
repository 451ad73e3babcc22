package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.StreamUser;
import org.metricshub.jawk.intermediate.Address;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.intermediate.PositionTracker;
import org.metricshub.jawk.jrt.AwkRuntimeException;

/** A compiled program that reports each instruction it executes. */
final class SteppedTuples extends AwkTuples {
  private static final long serialVersionUID = 1L;

  private final transient StreamUser holder;
  private final transient HeldText text;
  private final transient GetlineAnswer getline;
  private final transient AwkPatterns patterns;
  private boolean pattern;
  private int placeOfMatch;
  private int lengthOfMatch;
  private int formatOfNumbers;

  /**
   * Creates an empty program.
   *
   * @param holder runs it: each instruction is charged as work, array elements as memory
   * @param text counts the strings that the program builds
   * @param getline knows getline's result
   * @param patterns matches regular expressions
   */
  SteppedTuples(StreamUser holder, HeldText text, GetlineAnswer getline, AwkPatterns patterns) {
    this.patterns = patterns;
    this.holder = holder;
    this.text = text;
    this.getline = getline;
  }

  @Override
  public void concat() {
    text.concat(this);
  }

  // ---- regular expressions

  @Override
  public void regexp(String expression) {
    pattern = true;
    super.regexp(AwkRegex.translated(expression));
  }

  /** An expression that stands for itself says whether it matches the record. */
  private void patternBecomesTruth() {
    if (pattern) {
      patterns.truth(this);
      pattern = false;
    }
  }

  @Override
  public void ifFalse(Address address) {
    patternBecomesTruth();
    super.ifFalse(address);
  }

  @Override
  public void ifTrue(Address address) {
    patternBecomesTruth();
    super.ifTrue(address);
  }

  @Override
  public void not() {
    patternBecomesTruth();
    super.not();
  }

  @Override
  public void assign(int offset, boolean global) {
    patternBecomesTruth();
    super.assign(offset, global);
  }

  @Override
  public void conditionPair() {
    patterns.truth(this);
    swap();
    patterns.truth(this);
    swap();
    super.conditionPair();
  }

  @Override
  public void matches() {
    pattern = false;
    patterns.matches(this);
  }

  @Override
  public void rstartOffset(int offset) {
    placeOfMatch = offset;
    super.rstartOffset(offset);
  }

  @Override
  public void rlengthOffset(int offset) {
    lengthOfMatch = offset;
    super.rlengthOffset(offset);
  }

  @Override
  public void match() {
    pattern = false;
    patterns.match(this);
    super.assign(placeOfMatch, true);
    patterns.matchLength(this);
    super.assign(lengthOfMatch, true);
    pop();
  }

  @Override
  public void subForDollar0(boolean all) {
    pattern = false;
    super.push(0);
    if (all) {
      patterns.substituteAllInField(this);
    } else {
      patterns.substituteFirstInField(this);
    }
  }

  @Override
  public void subForDollarReference(boolean all) {
    pattern = false;
    swap();
    pop();
    if (all) {
      patterns.substituteAllInField(this);
    } else {
      patterns.substituteFirstInField(this);
    }
  }

  @Override
  public void subForVariable(int offset, boolean global, boolean all) {
    pattern = false;
    if (all) {
      patterns.substituteAll(this);
    } else {
      patterns.substituteFirst(this);
    }
    text.countTop(this);
    super.assign(offset, global);
    pop();
    patterns.replacements(this);
  }

  @Override
  public void subForArrayReference(int offset, boolean global, boolean all) {
    pattern = false;
    patterns.keepIndex(this);
    if (all) {
      patterns.substituteAll(this);
    } else {
      patterns.substituteFirst(this);
    }
    text.countTop(this);
    patterns.index(this);
    assignArray(offset, global);
    pop();
    patterns.replacements(this);
  }

  @Override
  public void split(int words) {
    pattern = false;
    patterns.split(this, words);
  }

  // ---- texts

  @Override
  public void assignAsInputField() {
    text.textBelow(this);
    super.assignAsInputField();
  }

  @Override
  public void ofmtOffset(int offset) {
    formatOfNumbers = offset;
    super.ofmtOffset(offset);
  }

  @Override
  public void print(int words) {
    if (words > 0) {
      dereference(formatOfNumbers, false, true);
      text.words(this, words + 1);
    }
    super.print(Math.min(1, words));
  }

  @Override
  public void printToFile(int words, boolean append) {
    if (words > 0) {
      dereference(formatOfNumbers, false, true);
      text.wordsTo(this, words + 2);
    }
    super.printToFile(Math.min(1, words), append);
  }

  @Override
  public void printToPipe(int words) {
    if (words > 0) {
      dereference(formatOfNumbers, false, true);
      text.wordsTo(this, words + 2);
    }
    super.printToPipe(Math.min(1, words));
  }

  @Override
  public void sprintf(int words) {
    text.sprintf(this, words);
  }

  @Override
  public void printf(int words) {
    if (words == 0) {
      throw new AwkRuntimeException("line 1: no arguments in call to printf");
    }
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
    return new SteppedPosition(super.top(), holder, text);
  }
}
