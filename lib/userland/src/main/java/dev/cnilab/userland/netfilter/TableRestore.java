package dev.cnilab.userland.netfilter;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Processes the lines of {@code iptables-save} one by one. */
final class TableRestore {
  private static final Pattern COUNTERS = Pattern.compile("\\[(\\d{1,18}):(\\d{1,18})]\\s*(.*)");

  /** The work of a line, in microseconds. */
  private static final int LINE = 20;

  private static final int LAST_ATTEMPT = 3;

  /** A line within a table. */
  private record Line(int number, String text) {}

  private final Process process;
  private final Xtables family;
  private final boolean counters;
  private final boolean keeps;
  private final boolean tests;
  private final boolean tells;
  private final Optional<String> only;
  private final List<Line> lines = new ArrayList<>();
  private Optional<TableName> table = Optional.empty();
  private int number;

  TableRestore(Process process, Xtables family, Options.Found options) {
    this.process = process;
    this.family = family;
    this.counters = options.has('c');
    this.keeps = options.has('n');
    this.tests = options.has('t');
    this.tells = options.has('v');
    this.only = options.value('T');
  }

  /**
   * Processes the next line.
   *
   * @throws RestoreFailure if it is invalid, or ends a table that cannot be restored
   */
  void add(String text) {
    number++;
    if (text.startsWith("#")) {
      tell(text);
      return;
    }
    if (text.isEmpty()) {
      return;
    }
    if (table.isEmpty()) {
      if (!text.startsWith("*")) {
        throw RestoreFailure.misplaced(number);
      }
      table = Optional.of(named(text.substring(1).strip()));
    } else if (text.strip().equals("COMMIT")) {
      commit(table.get());
      lines.clear();
      table = Optional.empty();
    } else {
      lines.add(new Line(number, text));
    }
  }

  /** Called at the end of the input. */
  void end() {
    if (table.isPresent()) {
      throw RestoreFailure.withoutCommit(number + 1);
    }
  }

  private TableName named(String name) {
    return Arrays.stream(TableName.values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                RestoreFailure.senseless(
                    number,
                    "iptables-restore: line " + number + " table name '" + name + "' invalid"));
  }

  private void commit(TableName name) {
    if (only.isPresent() && !only.get().equals(name.toString())) {
      return;
    }
    Iptables tables = family.tables(process.network());
    for (int attempt = 1; ; attempt++) {
      Table present = tables.look(name);
      long changes = present.changes();
      Table draft = drafted(present);
      try {
        change(draft, attempt);
        // Concurrent changes to the table must not be lost (ERESTART).
        if (tests || !keeps || tables.look(name).changes() == changes) {
          if (!tests) {
            tables.table(name).adopt(draft);
          }
          return;
        }
      } finally {
        draft.discard();
      }
    }
  }

  private Table drafted(Table present) {
    try {
      return present.draft();
    } catch (ErrnoException outOfMemory) {
      throw RestoreFailure.refused(number, "Memory allocation problem.");
    }
  }

  /**
   * Makes the table what these lines say. Others may run and change it, but not in the last
   * attempt.
   */
  private void change(Table draft, int attempt) {
    if (!keeps) {
      empty(draft, List.copyOf(draft.chains()));
    }
    for (Line line : lines) {
      if (attempt < LAST_ATTEMPT) {
        process.work(LINE);
      }
      take(draft, line);
    }
  }

  private void empty(Table changed, List<Chain> chains) {
    for (Chain chain : chains) {
      tellChange("Flushing chain `" + chain.name() + "'");
      chain.flush();
    }
    for (Chain chain : chains) {
      if (chain.policy().isEmpty()) {
        tellChange("Deleting chain `" + chain.name() + "'");
        changed.deleteChain(chain.name());
      }
    }
  }

  /** Only what really changes a whole table is told. */
  private void tellChange(String line) {
    if (!tests) {
      tell(line);
    }
  }

  private void tell(String line) {
    if (tells) {
      process.out().println(line);
    }
  }

  private void take(Table changed, Line line) {
    try {
      if (line.text().startsWith(":")) {
        chain(changed, line);
      } else {
        rule(changed, line);
      }
    } catch (ProgramException failure) {
      throw RestoreFailure.of(failure, line.number(), number);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** {@code :CHAIN POLICY [PACKETS:BYTES]}: creates a chain or sets a policy. */
  private void chain(Table changed, Line line) throws IOException {
    String[] words = line.text().substring(1).strip().split("\\s+", 3);
    if (words.length < 2) {
      throw RestoreFailure.senseless(
          line.number(), "iptables-restore: line " + line.number() + " policy invalid");
    }
    Optional<Chain> present = changed.chain(words[0]);
    boolean builtIn = present.isPresent() && present.get().policy().isPresent();
    if (builtIn && !words[1].equals("-")) {
      perform(changed, List.of("-P", words[0], words[1]));
    } else if (present.isPresent() && !builtIn) {
      present.get().flush();
    } else if (present.isEmpty()) {
      perform(changed, List.of("-N", words[0]));
    }
    Matcher counts = COUNTERS.matcher(words.length > 2 ? words[2] : "");
    if (builtIn && counters && counts.matches()) {
      present
          .get()
          .policyCounters()
          .ifPresent(
              each -> each.set(Long.parseLong(counts.group(1)), Long.parseLong(counts.group(2))));
    }
  }

  private void rule(Table changed, Line line) throws IOException {
    Matcher counted = COUNTERS.matcher(line.text());
    if (line.text().startsWith("[") && !counted.matches()) {
      throw RestoreFailure.senseless(line.number(), "Bad line " + line.number() + ": need ]");
    }
    List<String> words = QuotedWords.of(counted.matches() ? counted.group(3) : line.text());
    if (isForOtherFamily(words)) {
      return; // so that one file serves both programs
    }
    if (words.contains("-t") || words.contains("--table")) {
      throw RestoreFailure.senseless(
          line.number(), "The -t option cannot be used in iptables-restore.\n");
    }
    if (tells && !keeps && !tests) {
      words = new ArrayList<>(words);
      words.add("-v");
    }
    perform(changed, words);
    boolean appends = words.size() > 1 && List.of("-A", "--append").contains(words.getFirst());
    if (counters && counted.matches() && appends) {
      List<Rule> rules = changed.chain(words.get(1)).orElseThrow().rules();
      rules
          .getLast()
          .counters()
          .set(Long.parseLong(counted.group(1)), Long.parseLong(counted.group(2)));
    }
  }

  private boolean isForOtherFamily(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      boolean isText = i > 0 && words.get(i - 1).equals("--comment");
      if (family.isOther(words.get(i)) && !isText) {
        return true;
      }
    }
    return false;
  }

  private void perform(Table changed, List<String> words) throws IOException {
    List<String> all = new ArrayList<>(List.of("-t", changed.name().toString()));
    all.addAll(words);
    IptablesCommand.perform(process, family, changed, all);
  }
}
