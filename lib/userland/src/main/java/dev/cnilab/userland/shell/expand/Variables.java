package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.stream.Caller;
import dev.cnilab.userland.stream.Input;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables of a shell. */
public final class Variables {
  private final Map<String, Variable> all = new TreeMap<>();
  private Caller holder = Caller.MACHINE;

  /** One of them; exported or made read-only it need not have a value. */
  private record Variable(@Nullable String value, boolean exported, boolean readOnly) {}

  private static final Variable UNKNOWN = new Variable(null, false, false);

  /** The environment as exported variables. */
  public static Variables of(Map<String, String> environment) {
    Variables variables = new Variables();
    environment.forEach((name, value) -> variables.all.put(name, new Variable(value, true, false)));
    return variables;
  }

  /** Counts characters more, or less, as memory of the shell. */
  public void hold(long characters) {
    if (characters != 0) {
      holder.hold(Input.COPIES * characters);
    }
  }

  /** Whose memory values take from now on. */
  public void setHolder(Caller process) {
    holder = process;
  }

  /** The same again, for a subshell to change. */
  public Variables copy() {
    Variables copy = new Variables();
    copy.all.putAll(all);
    return copy;
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(all.getOrDefault(name, UNKNOWN).value());
  }

  /**
   * Gives it a value.
   *
   * @throws ShellException if it is read-only
   */
  public void set(String name, String value) throws ShellException {
    Variable before = changeable(name);
    int length = before.value() == null ? 0 : before.value().length();
    hold(value.length() - length);
    all.put(name, new Variable(value, before.exported(), false));
  }

  public void unset(String name) throws ShellException {
    changeable(name);
    all.remove(name);
  }

  public void export(String name) {
    Variable before = all.getOrDefault(name, UNKNOWN);
    all.put(name, new Variable(before.value(), true, before.readOnly()));
  }

  public void makeReadOnly(String name) {
    Variable before = all.getOrDefault(name, UNKNOWN);
    all.put(name, new Variable(before.value(), before.exported(), true));
  }

  /** Those with a value that are exported: the environment of commands. */
  public Map<String, String> exported() {
    Map<String, String> environment = new TreeMap<>();
    all.forEach(
        (name, each) -> {
          if (each.exported() && each.value() != null) {
            environment.put(name, each.value());
          }
        });
    return environment;
  }

  /** All that have a value, by name. */
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    all.forEach(
        (name, each) -> {
          if (each.value() != null) {
            values.put(name, each.value());
          }
        });
    return values;
  }

  /** What gives these variables back the values and marks they have now. */
  public Runnable snapshot(Collection<String> names) {
    Map<String, Optional<Variable>> before = new HashMap<>();
    names.forEach(name -> before.put(name, Optional.ofNullable(all.get(name))));
    return () ->
        before.forEach(
            (name, variable) ->
                variable.ifPresentOrElse(value -> all.put(name, value), () -> all.remove(name)));
  }

  private Variable changeable(String name) throws ShellException {
    Variable found = all.getOrDefault(name, UNKNOWN);
    if (found.readOnly()) {
      throw new ShellException(2, name + ": is read only");
    }
    return found;
  }
}
