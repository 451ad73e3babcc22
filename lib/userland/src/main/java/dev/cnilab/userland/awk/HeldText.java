package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.StreamUser;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
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
  private static final String SET_ASIDE = "__set_aside";
  private static final String TAKE_BACK = "__take_back";

  /** mawk's buffer for the result of sprintf. */
  private static final int MOST_FORMATTED = 8191;

  /** What exists at the same time while a string is replaced: it, a buffer and the result. */
  private static final int COPIES = 4;

  /** The characters that are copied and searched in about a microsecond. */
  private static final int CHARACTERS_A_UNIT = 64;

  private final StreamUser holder;
  private long longest;
  private long latest;
  private Object aside = "";
  private Supplier<Object> numbers = () -> "%.6g";

  HeldText(StreamUser holder) {
    this.holder = holder;
  }

  /** Emits code that counts the value on top of the stack and leaves it there. */
  void countTop(AwkTuples program) {
    program.extension(getExtensionFunctions().get(COUNT), 1, true);
  }

  /** Sets the source of CONVFMT for the coming run. */
  void of(Supplier<Object> conversion) {
    numbers = conversion;
  }

  /** Emits code that replaces a format and its arguments by their text. */
  void sprintf(AwkTuples program, int words) {
    program.extension(getExtensionFunctions().get(SPRINTF), words, true);
  }

  /** As {@link #sprintf}, but the text becomes a format without directives. */
  void printf(AwkTuples program, int words) {
    program.extension(getExtensionFunctions().get(PRINTF), words, true);
  }

  /** As {@link #printf}, of the words below the name of a file or a command. */
  void printfTo(AwkTuples program, int words) {
    program.extension(getExtensionFunctions().get(SET_ASIDE), words + 1, true);
    program.extension(getExtensionFunctions().get(TAKE_BACK), 0, true);
    program.swap();
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
    String text = Sprintf.text(holder, "sprintf", numbers.get().toString(), List.of(words));
    if (text.length() > MOST_FORMATTED) {
      throw new AwkRuntimeException("program limit exceeded: sprintf buffer size=8192");
    }
    return text;
  }

  /** Called by the compiled program. */
  @JawkFunction(PRINTF)
  public Object printf(Object... words) {
    return Sprintf.text(holder, "printf", numbers.get().toString(), List.of(words))
        .replace("%", "%%");
  }

  /** Called by the compiled program. */
  @JawkFunction(COUNT)
  public Object counted(Object value) {
    latest = value instanceof CharSequence text ? text.length() : 0;
    if (latest > longest) {
      holder.hold(COPIES * (latest - longest));
      longest = latest;
    }
    holder.work((int) (latest / CHARACTERS_A_UNIT));
    return value;
  }

  /** The length of the last string built, once: it is now kept in an array. */
  long takeLatest() {
    long length = latest;
    latest = 0;
    return length;
  }
}
