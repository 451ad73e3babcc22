package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.StreamUser;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.metricshub.jawk.ext.AbstractExtension;
import org.metricshub.jawk.ext.annotations.JawkFunction;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.jrt.AwkRuntimeException;

/**
 * Counts the strings that a program builds as memory: the longest so far, and those put into
 * arrays. The library builds a string before its length can be checked, but from parts that were
 * counted; {@code sprintf}, which can build one from nothing, is ours.
 */
public final class HeldText extends AbstractExtension {
  private static final String COUNT = "__counted";
  private static final String SPRINTF = "__sprintf";
  private static final String PRINTF = "__printf";
  private static final String CONCAT = "__concat";
  private static final String WORDS = "__words";
  private static final String WORDS_ASIDE = "__words_aside";
  private static final String SET_ASIDE = "__set_aside";
  private static final String TAKE_BACK = "__take_back";

  /** mawk's buffer for the result of sprintf. */
  private static final int MOST_FORMATTED = 8191;

  /** What exists at the same time while a string is replaced: it, a buffer and the result. */
  private static final int COPIES = 4;

  /** The characters that are copied and searched in about a microsecond. */
  private static final int CHARACTERS_A_UNIT = 64;

  /** The most that is charged at once, in microseconds. */
  private static final long LONG_WORK = 1_000_000;

  private final StreamUser holder;
  private long longest;
  private long latest;
  private Object aside = "";
  private Supplier<Object> numbers = () -> "%.6g";
  private Supplier<Object> separator = () -> " ";
  private Supplier<Object> end = () -> "\n";

  HeldText(StreamUser holder) {
    this.holder = holder;
  }

  /** Emits code that counts the value on top of the stack and leaves it there. */
  void countTop(AwkTuples program) {
    program.extension(getExtensionFunctions().get(COUNT), 1, true);
  }

  /** Sets the sources of CONVFMT, OFS and ORS for the coming run. */
  void of(Supplier<Object> conversion, Supplier<Object> between, Supplier<Object> atEnd) {
    end = atEnd;
    numbers = conversion;
    separator = between;
  }

  /** Emits code that replaces two values by their texts, one after the other. */
  void concat(AwkTuples program) {
    program.extension(getExtensionFunctions().get(CONCAT), 2, true);
  }

  /** Emits code that replaces a value below a field's number by its text. */
  void textBelow(AwkTuples program) {
    program.swap();
    program.push("");
    concat(program);
    program.swap();
  }

  /**
   * Emits code that replaces values by what print prints, as a format without directives: the
   * library's own print writes the text 007 as 7.
   *
   * @param format the place of OFMT
   */
  void words(AwkTuples program, int words, int format) {
    program.dereference(format, false, true);
    program.extension(getExtensionFunctions().get(WORDS), words + 1, true);
  }

  /** Like {@link #words}, with the name of a file or a command above them. */
  void wordsTo(AwkTuples program, int words, int format) {
    program.dereference(format, false, true);
    program.extension(getExtensionFunctions().get(WORDS_ASIDE), words + 2, true);
    program.extension(getExtensionFunctions().get(TAKE_BACK), 0, true);
    program.swap();
  }

  /** Emits code that replaces a format and its arguments by their text. */
  void sprintf(AwkTuples program, int words) {
    program.extension(getExtensionFunctions().get(SPRINTF), words, true);
  }

  /** Like {@link #sprintf}, but the text becomes a format without directives. */
  void printf(AwkTuples program, int words) {
    program.extension(getExtensionFunctions().get(PRINTF), words, true);
  }

  /** Like {@link #printf}, of the words below the name of a file or a command. */
  void printfTo(AwkTuples program, int words) {
    program.extension(getExtensionFunctions().get(SET_ASIDE), words + 1, true);
    program.extension(getExtensionFunctions().get(TAKE_BACK), 0, true);
    program.swap();
  }

  /** Called by the compiled program. */
  @JawkFunction(CONCAT)
  public Object concat(Object first, Object second) {
    String format = numbers.get().toString();
    return counted(Sprintf.text(first, format) + Sprintf.text(second, format));
  }

  /** Called by the compiled program. */
  @JawkFunction(WORDS)
  public Object words(Object... wordsAndFormat) {
    int words = wordsAndFormat.length - 1;
    String format = wordsAndFormat[words].toString();
    return Arrays.stream(wordsAndFormat, 0, words)
        .map(each -> Sprintf.text(each, format))
        .collect(Collectors.joining(separator.get().toString(), "", end.get().toString()))
        .replace("%", "%%");
  }

  /** Called by the compiled program. */
  @JawkFunction(WORDS_ASIDE)
  public Object wordsAside(Object... wordsNameAndFormat) {
    int words = wordsNameAndFormat.length - 2;
    Object name = wordsNameAndFormat[words];
    Object[] wordsAndFormat = Arrays.copyOf(wordsNameAndFormat, words + 1);
    wordsAndFormat[words] = wordsNameAndFormat[words + 1];
    aside = words(wordsAndFormat);
    return name;
  }

  /** Called by the compiled program. */
  @JawkFunction(SET_ASIDE)
  public Object setAside(Object... wordsAndName) {
    int words = wordsAndName.length - 1;
    aside = printf(Arrays.copyOf(wordsAndName, words));
    return wordsAndName[words];
  }

  /** Called by the compiled program. */
  @JawkFunction(TAKE_BACK)
  public Object takeBack() {
    return aside;
  }

  /** Called by the compiled program. */
  @JawkFunction(SPRINTF)
  public Object sprintf(Object... words) {
    String text = Sprintf.text(this::room, "sprintf", numbers.get().toString(), List.of(words));
    if (text.length() > MOST_FORMATTED) {
      throw new AwkRuntimeException("program limit exceeded: sprintf buffer size=8192");
    }
    return text;
  }

  /** Called by the compiled program. */
  @JawkFunction(PRINTF)
  public Object printf(Object... words) {
    return Sprintf.text(this::room, "printf", numbers.get().toString(), List.of(words))
        .replace("%", "%%");
  }

  /** A text that is printed is forgotten: only the longest so far needs room. */
  private void room(long characters) {
    if (characters > longest) {
      holder.hold(COPIES * (characters - longest));
      longest = characters;
    }
    holder.work((int) Math.min(characters / CHARACTERS_A_UNIT, LONG_WORK));
  }

  /** Called by the compiled program. */
  @JawkFunction(COUNT)
  public Object counted(Object value) {
    latest = value instanceof CharSequence text ? text.length() : 0;
    room(latest);
    return value;
  }

  /** The length of the last string built, once: it is now kept in an array. */
  long takeLatest() {
    long length = latest;
    latest = 0;
    return length;
  }
}
