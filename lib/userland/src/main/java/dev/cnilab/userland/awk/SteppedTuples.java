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
  private final transient LibraryGaps gaps;
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
   * @param gaps does what the library lacks
   * @param patterns matches regular expressions
   */
  SteppedTuples(StreamUser holder, HeldText text, LibraryGaps gaps, AwkPatterns patterns) {
    this.patterns = patterns;
    this.holder = holder;
    this.text = text;
    this.gaps = gaps;
  }

  @Override
  public void concat() {
    text.concat(this);
  }

  // ---- numbers

  @Override
  public void multiply() {
    gaps.product(this);
  }

  @Override
  public void pow() {
    gaps.power(this);
  }

  @Override
  public void multEq(int offset, boolean global) {
    dereference(offset, false, global);
    gaps.product(this);
    super.assign(offset, global);
  }

  @Override
  public void powEq(int offset, boolean global) {
    dereference(offset, false, global);
    swap();
    gaps.power(this);
    super.assign(offset, global);
  }

  @Override
  public void length(int words) {
    if (words == 0) {
      super.length(words);
    } else {
      gaps.length(this);
    }
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
    substituteInField(all);
  }

  @Override
  public void subForDollarReference(boolean all) {
    pattern = false;
    swap();
    pop();
    substituteInField(all);
  }

  private void substitute(boolean all) {
    if (all) {
      patterns.substituteAll(this);
    } else {
      patterns.substituteFirst(this);
    }
  }

  private void substituteInField(boolean all) {
    if (all) {
      patterns.substituteAllInField(this);
    } else {
      patterns.substituteFirstInField(this);
    }
  }

  @Override
  public void subForVariable(int offset, boolean global, boolean all) {
    pattern = false;
    substitute(all);
    text.countTop(this);
    super.assign(offset, global);
    pop();
    patterns.replacements(this);
  }

  @Override
  public void subForArrayReference(int offset, boolean global, boolean all) {
    pattern = false;
    patterns.keepIndex(this);
    substitute(all);
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
      text.words(this, words, formatOfNumbers);
      super.printf(1);
    } else {
      super.print(0);
    }
  }

  @Override
  public void printToFile(int words, boolean append) {
    if (words > 0) {
      text.wordsTo(this, words, formatOfNumbers);
      super.printfToFile(1, append);
    } else {
      super.printToFile(0, append);
    }
  }

  @Override
  public void printToPipe(int words) {
    if (words > 0) {
      text.wordsTo(this, words, formatOfNumbers);
      super.printfToPipe(1);
    } else {
      super.printToPipe(0);
    }
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
    gaps.correct(this);
  }

  @Override
  public void useAsCommandInput() {
    super.useAsCommandInput();
    gaps.correct(this);
  }

  @Override
  public PositionTracker top() {
    return new SteppedPosition(super.top(), holder, text);
  }
}
