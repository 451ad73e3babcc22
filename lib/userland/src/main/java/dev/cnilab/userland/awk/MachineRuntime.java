package dev.cnilab.userland.awk;

import dev.cnilab.userland.awk.source.StringLiterals;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.stream.Input;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricshub.jawk.jrt.AssocArray;
import org.metricshub.jawk.jrt.AwkRuntimeException;
import org.metricshub.jawk.jrt.JRT;
import org.metricshub.jawk.jrt.PartitioningReader;
import org.metricshub.jawk.jrt.VariableManager;

/**
 * A program's input and output: files and commands of its machine. The library would use those of
 * the host, so all its entry points are overridden here.
 */
final class MachineRuntime extends JRT {
  /** The bytes that an empty field takes, in the list and in the record. */
  private static final int FIELD = 8;

  /** The fields that are made in about a microsecond. */
  private static final int FIELDS_A_UNIT = 32;

  private final VariableManager variables;
  private final Process process;
  private final AwkStreams channels;
  private final InputStream standardInput;
  private @Nullable RecordReader operand;
  private int operands;
  private boolean named;
  private final AwkPatterns patterns;
  private @Nullable String whole;
  private String latest = "";
  private int getlineStatus;
  private int fields;

  MachineRuntime(
      VariableManager variables, Process process, PrintStream output, AwkPatterns patterns) {
    super(variables);
    this.variables = variables;
    this.patterns = patterns;
    this.process = process;
    this.channels = new AwkStreams(process, output);
    this.standardInput = new Input(process.descriptors().get(0), process);
  }

  /** The result of the last getline: 1, 0 at the end, -1 if there is nothing to read. */
  int getlineStatus() {
    return getlineStatus;
  }

  /** Leaves the rest of the present operand unread. */
  void skipOperand() {
    operand = null;
  }

  // ---- operands: files or assignments

  @Override
  public boolean consumeInput(InputStream in, boolean getline, Locale locale) throws IOException {
    while (operand != null || nextOperand()) {
      RecordReader reader = operand;
      String record = reader == null ? null : reader.readRecord();
      if (record != null) {
        setInputLine(record);
        if (!getline) {
          jrtParseFields();
        }
        variables.incNR();
        variables.incFNR();
        return true;
      }
      operand = null;
    }
    return false;
  }

  private boolean nextOperand() {
    while (++operands < JRT.toLong(variables.getARGC())) {
      Object given = ((AssocArray) variables.getARGV()).get((long) operands);
      String word = given == null ? "" : given.toString();
      if (word.matches("[A-Za-z_][A-Za-z_0-9]*=(?s:.*)")) {
        String[] assignment = word.split("=", 2);
        variables.assignVariable(assignment[0], StringLiterals.value(assignment[1]));
      } else if (!word.isEmpty()) {
        named = true;
        open(word);
        return true;
      }
    }
    if (named) {
      return false;
    }
    named = true;
    operand = reader(standardInput);
    return true;
  }

  private void open(String word) {
    try {
      operand = reader(word.equals("-") ? standardInput : channels.file(word));
    } catch (IOException failed) {
      throw new AwkRuntimeException("cannot open " + word + " (" + AwkStreams.reason(failed) + ")");
    }
    variables.setFILENAME(word);
    variables.resetFNR();
  }

  private RecordReader reader(InputStream in) {
    return new RecordReader(
        new InputStreamReader(in, StandardCharsets.UTF_8), variables.getRS().toString(), process);
  }

  @Override
  public void applyRS(Object separator) {
    if (operand != null) {
      operand.divideAt(separator.toString());
    }
  }

  @Override
  public void setInputLine(String line) {
    super.setInputLine(line);
    latest = line;
  }

  @Override
  public String getInputLine() {
    return latest;
  }

  /**
   * Divides the record into fields. Where an expression separates them, the library would match it
   * without a pause; it gets the fields as one text with a separator of one character.
   */
  @Override
  public void jrtParseFields() {
    String record = latest;
    Optional<String> joined = patterns.joinFields(record);
    super.setInputLine(joined.orElse(record));
    super.jrtParseFields();
    patterns.fieldsAreDivided();
    super.setInputLine(record);
    whole = joined.isPresent() ? record : null;
  }

  // ---- fields: one with a high number brings all before it into being

  @Override
  public String jrtSetInputField(Object value, int number) {
    charge((int) valid(number));
    whole = null;
    return super.jrtSetInputField(value, number);
  }

  @Override
  public void jrtSetNF(Object count) {
    if (JRT.toDouble(count) < 0) {
      throw new AwkRuntimeException("run time error: negative value assigned to NF");
    }
    charge((int) JRT.toLong(count));
    whole = null;
    super.jrtSetNF(count);
  }

  @Override
  public Object jrtGetInputField(Object number) {
    return jrtGetInputField((int) valid((long) JRT.toDouble(number)));
  }

  @Override
  public Object jrtGetInputField(int number) {
    return number == 0 && whole != null ? whole : super.jrtGetInputField(number);
  }

  /** A number of a field, which is not negative. */
  private static long valid(long number) {
    if (number < 0) {
      throw new AwkRuntimeException("run time error: negative field index $" + number);
    }
    return number;
  }

  private void charge(int number) {
    if (number > fields) {
      process.hold((long) FIELD * (number - fields));
      process.work((number - fields) / FIELDS_A_UNIT);
      fields = number;
    }
  }

  // ---- getline from files and commands

  @Override
  public boolean jrtConsumeFileInput(String name) {
    return read(name, () -> name.equals("-") ? standardInput : channels.file(name));
  }

  @Override
  public boolean jrtConsumeCommandInput(String command) {
    boolean read = read(command, () -> channels.outputOf(command));
    if (read) {
      variables.incNR();
    }
    return read;
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  private boolean read(String name, Opening opening) {
    try {
      Optional<PartitioningReader> known = channels.reader(name);
      PartitioningReader reader =
          known.isPresent() ? known.get() : channels.keep(name, reader(opening.open()));
      String record = reader.readRecord();
      getlineStatus = record == null ? 0 : 1;
      latest = record == null ? latest : record;
    } catch (IOException failed) {
      getlineStatus = -1;
    }
    return getlineStatus == 1;
  }

  // ---- output

  @Override
  public PrintStream jrtGetPrintStream(String name, boolean append) {
    try {
      return channels.writer(name, append ? OpenMode.APPEND : OpenMode.TRUNCATE);
    } catch (IOException failed) {
      throw new AwkRuntimeException(
          "cannot open \"" + name + "\" for output (" + AwkStreams.reason(failed) + ")");
    }
  }

  @Override
  public PrintStream jrtSpawnForOutput(String command) {
    try {
      return channels.inputOf(command);
    } catch (IOException failed) {
      throw new AwkRuntimeException(
          "cannot open \"" + command + "\" for output (" + AwkStreams.reason(failed) + ")");
    }
  }

  @Override
  public Integer jrtSystem(String command) {
    try {
      return channels.run(command);
    } catch (IOException failed) {
      return 127;
    }
  }

  @Override
  public Integer jrtClose(String name) {
    return channels.close(name);
  }

  @Override
  public void jrtCloseAll() {
    channels.closeAll();
  }
}
