package dev.cnilab.userland.shell.state;

import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.tree.ShellCommand;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The state of a shell, which is copied for a subshell. */
public final class ShellState {
  /** The memory of a word besides its characters. */
  private static final int WORD = 32;

  private final ShellDialect dialect;
  private final int pid;
  private final Variables variables;
  private final Map<String, ShellCommand> functions = new HashMap<>();
  private final Map<String, String> aliases = new TreeMap<>();
  private final Set<ShellOption> options = EnumSet.noneOf(ShellOption.class);
  private String name;
  private List<String> positional = List.of();
  private long positionalLength;
  private int lastStatus;
  private List<Integer> pipeStatus = List.of(0);
  private String lastBackground = "";
  private int mask = 022;

  /**
   * Creates the state of a new shell.
   *
   * @param name the value of {@code $0}
   * @param pid the value of {@code $$}
   */
  public ShellState(ShellDialect dialect, String name, int pid, Variables variables) {
    this.dialect = dialect;
    this.name = name;
    this.pid = pid;
    this.variables = variables;
  }

  /** A copy for a subshell. */
  public ShellState copy() {
    ShellState copy = new ShellState(dialect, name, pid, variables.copy());
    copy.functions.putAll(functions);
    copy.aliases.putAll(aliases);
    copy.options.addAll(options);
    copy.positional = positional;
    copy.lastStatus = lastStatus;
    copy.pipeStatus = pipeStatus;
    copy.lastBackground = lastBackground;
    copy.mask = mask;
    return copy;
  }

  public ShellDialect dialect() {
    return dialect;
  }

  public String name() {
    return name;
  }

  public int pid() {
    return pid;
  }

  public Variables variables() {
    return variables;
  }

  public Map<String, ShellCommand> functions() {
    return functions;
  }

  /** The aliases and their texts. */
  public Map<String, String> aliases() {
    return aliases;
  }

  public Set<ShellOption> options() {
    return options;
  }

  /** The positional parameters, {@code $1} and so on. */
  public List<String> positional() {
    return positional;
  }

  public void setPositional(List<String> all) {
    long length = all.stream().mapToLong(each -> each.length() + WORD).sum();
    variables.hold(length - positionalLength);
    positionalLength = length;
    positional = List.copyOf(all);
  }

  /** {@code $?}. */
  public int lastStatus() {
    return lastStatus;
  }

  public void setLastStatus(int status) {
    lastStatus = status;
  }

  /** The exit statuses of the stages of the last pipeline. */
  public List<Integer> pipeStatus() {
    return pipeStatus;
  }

  public void setPipeStatus(List<Integer> statuses) {
    pipeStatus = List.copyOf(statuses);
  }

  /** {@code $!}; "" before the first background command. */
  public String lastBackground() {
    return lastBackground;
  }

  public void setLastBackground(int processId) {
    lastBackground = String.valueOf(processId);
  }

  /** The umask. */
  public int mask() {
    return mask;
  }

  public void setMask(int bits) {
    mask = bits;
  }
}
