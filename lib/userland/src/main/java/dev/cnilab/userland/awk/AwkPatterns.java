package dev.cnilab.userland.awk;

import dev.cnilab.userland.command.pattern.RegexMatcher;
import dev.cnilab.userland.process.Process;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.metricshub.jawk.ext.AbstractExtension;
import org.metricshub.jawk.ext.annotations.JawkFunction;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.jrt.AssocArray;
import org.metricshub.jawk.jrt.JRT;

/**
 * What a program does with regular expressions. The library's own matching cannot be interrupted,
 * so it does none of it.
 */
public final class AwkPatterns extends AbstractExtension {
  private static final String MATCHES = "__matches";
  private static final String TRUTH = "__truth";
  private static final String MATCH = "__match";
  private static final String LENGTH = "__match_length";
  private static final String SUB = "__sub";
  private static final String GSUB = "__gsub";
  private static final String REPLACED = "__replaced";
  private static final String KEEP = "__keep_index";
  private static final String INDEX = "__index";
  private static final String SUB_FIELD = "__sub_field";
  private static final String GSUB_FIELD = "__gsub_field";
  private static final String SPLIT = "__split";

  /** The bytes that an element of an array takes, besides its text. */
  private static final int ELEMENT = 64;

  /** Half of a surrogate pair, which no text has. */
  private static final String FIELD_END = "\uDBFF";

  private final Process process;
  private final AwkRegex regex;
  private Supplier<Object> numbers = () -> "%.6g";
  private Supplier<Object> separator = () -> " ";
  private @Nullable MachineRuntime runtime;
  private boolean divided;
  private int most;
  private int length;
  private int replaced;
  private Object index = "";

  AwkPatterns(Process process) {
    this.process = process;
    this.regex = new AwkRegex(process);
  }

  /** Sets what the coming run works on: its fields, CONVFMT and FS. */
  void of(MachineRuntime fields, Supplier<Object> conversion, Supplier<Object> fieldSeparator) {
    runtime = fields;
    numbers = conversion;
    separator = fieldSeparator;
  }

  // ---- fields

  /** The fields of a record as one text, if an expression separates them in the record. */
  Optional<String> joinFields(String record) {
    String expression = separator.get().toString();
    if (expression.length() <= 1) {
      return Optional.empty();
    }
    String joined = String.join(FIELD_END, regex.split(expression, record));
    divided = true;
    return Optional.of(joined);
  }

  /** The fields are known, and FS is again what the program says. */
  void fieldsAreDivided() {
    divided = false;
  }

  /** What separates fields: FS, but for a text from {@link #joinFields}. */
  Object separator(Object ofProgram) {
    return divided ? FIELD_END : ofProgram;
  }

  /** Charges the fields of a record beyond the most so far. */
  void count(int fields) {
    if (fields > most) {
      process.hold((long) ELEMENT * (fields - most));
      most = fields;
    }
  }

  // ---- instructions

  private void call(AwkTuples program, String function, int arguments) {
    program.extension(getExtensionFunctions().get(function), arguments, true);
  }

  /** Emits code that replaces a text and an expression by whether it matches. */
  void matches(AwkTuples program) {
    call(program, MATCHES, 2);
  }

  /** Emits code that replaces an expression by whether it matches the record, and nothing else. */
  void truth(AwkTuples program) {
    call(program, TRUTH, 1);
  }

  /** Emits code that replaces a text and an expression by the place of the first match. */
  void match(AwkTuples program) {
    call(program, MATCH, 2);
  }

  /** Emits code that pushes the length of that match. */
  void matchLength(AwkTuples program) {
    call(program, LENGTH, 0);
  }

  /** Emits code that replaces an expression, a replacement and a text by the new text. */
  void substituteFirst(AwkTuples program) {
    call(program, SUB, 3);
  }

  /** Like {@link #substituteFirst}, of all matches. */
  void substituteAll(AwkTuples program) {
    call(program, GSUB, 3);
  }

  /** Emits code that pushes the number of replacements. */
  void replacements(AwkTuples program) {
    call(program, REPLACED, 0);
  }

  /** Emits code that takes away an index above a text, and leaves the text. */
  void keepIndex(AwkTuples program) {
    call(program, KEEP, 2);
  }

  /** Emits code that pushes that index. */
  void index(AwkTuples program) {
    call(program, INDEX, 0);
  }

  /** Emits code that replaces an expression, a replacement and a field by the replacements. */
  void substituteFirstInField(AwkTuples program) {
    call(program, SUB_FIELD, 3);
  }

  /** Like {@link #substituteFirstInField}, of all matches. */
  void substituteAllInField(AwkTuples program) {
    call(program, GSUB_FIELD, 3);
  }

  /** Emits code that replaces a text, an array and perhaps a separator by the number of parts. */
  void split(AwkTuples program, int words) {
    call(program, SPLIT, words);
  }

  /** Called by the compiled program. */
  @JawkFunction(MATCHES)
  public Object matches(Object text, Object expression) {
    return regex.matcher(ere(expression), string(text)).find(0) ? 1 : 0;
  }

  /** Called by the compiled program. */
  @JawkFunction(TRUTH)
  public Object truth(Object value) {
    if (!(value instanceof Pattern expression)) {
      return value;
    }
    String record = runtime == null ? "" : string(runtime.jrtGetInputField(0));
    return regex.matcher(expression, record).find(0) ? 1 : 0;
  }

  /** Called by the compiled program. */
  @JawkFunction(MATCH)
  public Object match(Object text, Object expression) {
    RegexMatcher matcher = regex.matcher(ere(expression), string(text));
    boolean found = matcher.find(0);
    length = found ? matcher.end() - matcher.start() : -1;
    return found ? matcher.start() + 1 : 0;
  }

  /** Called by the compiled program. */
  @JawkFunction(LENGTH)
  public Object matchLength() {
    return length;
  }

  /** Called by the compiled program. */
  @JawkFunction(SUB)
  public Object sub(Object expression, Object replacement, Object text) {
    return substituted(expression, replacement, text, 1);
  }

  /** Called by the compiled program. */
  @JawkFunction(GSUB)
  public Object gsub(Object expression, Object replacement, Object text) {
    return substituted(expression, replacement, text, Integer.MAX_VALUE);
  }

  /** Called by the compiled program. */
  @JawkFunction(REPLACED)
  public Object replacements() {
    return replaced;
  }

  /** Called by the compiled program. */
  @JawkFunction(KEEP)
  public Object keepIndex(Object text, Object above) {
    index = above;
    return string(text);
  }

  /** Called by the compiled program. */
  @JawkFunction(INDEX)
  public Object index() {
    return index;
  }

  /** Called by the compiled program. */
  @JawkFunction(SUB_FIELD)
  public Object subField(Object expression, Object replacement, Object field) {
    return inField(expression, replacement, field, 1);
  }

  /** Called by the compiled program. */
  @JawkFunction(GSUB_FIELD)
  public Object gsubField(Object expression, Object replacement, Object field) {
    return inField(expression, replacement, field, Integer.MAX_VALUE);
  }

  private Object inField(Object expression, Object replacement, Object field, int most) {
    MachineRuntime fields = runtime;
    if (fields == null) {
      return 0;
    }
    String text = substituted(expression, replacement, fields.jrtGetInputField(field), most);
    int number = (int) JRT.toDouble(field);
    if (replaced > 0 && number == 0) {
      fields.setInputLine(text);
      fields.jrtParseFields();
    } else if (replaced > 0) {
      fields.jrtSetInputField(text, number);
    }
    return replaced;
  }

  private String substituted(Object expression, Object replacement, Object text, int most) {
    String old = string(text);
    String by = string(replacement);
    RegexMatcher matcher = regex.matcher(ere(expression), old);
    StringBuilder changed = new StringBuilder();
    int held = 0;
    int at = 0;
    for (replaced = 0; replaced < most && matcher.find(); replaced++) {
      changed.append(old, at, matcher.start());
      AwkRegex.appendReplacement(by, matcher.group(), changed);
      at = matcher.end();
      process.hold(changed.length() - held);
      held = changed.length();
    }
    process.hold(-held);
    return changed.append(old, at, old.length()).toString();
  }

  /** Called by the compiled program. */
  @JawkFunction(SPLIT)
  public Object split(Object... words) {
    String text = string(words[0]);
    AssocArray array = (AssocArray) words[1];
    Object at = words.length > 2 ? words[2] : separator.get();
    String one = at instanceof Pattern ? "" : string(at);
    if (!(at instanceof Pattern) && (one.length() <= 1)) {
      int parts = JRT.split(at, array, text, "%.6g", Locale.ROOT);
      array.remove(0L);
      return held(parts, text);
    }
    array.clear();
    int parts = 0;
    for (String part : regex.split(at, text)) {
      array.put(++parts, part);
    }
    return held(parts, text);
  }

  private Object held(int parts, String text) {
    process.hold((long) ELEMENT * parts + text.length());
    return parts;
  }

  private Object ere(Object expression) {
    return expression instanceof Pattern ? expression : string(expression);
  }

  private String string(Object value) {
    return Sprintf.text(value, numbers.get().toString());
  }
}
