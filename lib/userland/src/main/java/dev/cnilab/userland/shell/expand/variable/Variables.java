package dev.cnilab.userland.shell.expand.variable;

import dev.cnilab.userland.shell.syntax.Grammar;
import dev.cnilab.userland.stream.Input;
import dev.cnilab.userland.stream.StreamUser;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** The variables of a shell. */
public final class Variables {
  /** The variables from the environment; shared with other processes. */
  private final TreePMap<String, String> inherited;

  /** The variables that differ from those; an unset one is {@link #UNKNOWN}. */
  private final Map<String, Variable> own = new TreeMap<>();

  private StreamUser holder = StreamUser.MACHINE;

  /** A variable; if it is exported or read-only, it may have no value. */
  private record Variable(@Nullable String value, boolean exported, boolean readOnly) {}

  private static final Variable UNKNOWN = new Variable(null, false, false);

  private final Map<String, ShellArray> arrays = new TreeMap<>();
  private final Complaints complaints;

  private Variables(TreePMap<String, String> inherited, Complaints complaints) {
    this.inherited = inherited;
    this.complaints = complaints;
  }

  /** Variables from the environment, all exported. */
  public static Variables of(TreePMap<String, String> environment, Grammar grammar) {
    return new Variables(environment, new Complaints(grammar));
  }

  /** Charges characters to the shell's memory, or uncharges them. */
  public void hold(long characters) {
    if (characters != 0) {
      holder.hold(Input.COPIES * characters);
    }
  }

  /** Charges work of about that many microseconds to the shell; others may run during the call. */
  public void work(int micros) {
    holder.work(micros);
  }

  /** Sets the process whose memory the values are charged to. */
  public void setHolder(StreamUser process) {
    holder = process;
  }

  /** A copy for a subshell. */
  public Variables copy() {
    Variables copy = new Variables(inherited, complaints);
    copy.own.putAll(own);
    arrays.forEach((name, array) -> copy.arrays.put(name, array.copy()));
    return copy;
  }

  /** The value of a variable; for an array, of element 0. */
  public Optional<String> get(String name) {
    ShellArray array = arrays.get(name);
    if (array != null) {
      return Optional.ofNullable(array.elements().get("0"));
    }
    return Optional.ofNullable(find(name).value());
  }

  /**
   * Sets a variable; for an array, its element 0.
   *
   * @throws ShellException if it is read-only
   */
  public void set(String name, String value) throws ShellException {
    Variable before = changeable(name);
    if (arrays.containsKey(name)) {
      setElement(name, "0", value);
      return;
    }
    int length = before.value() == null ? 0 : before.value().length();
    hold(value.length() - length);
    own.put(name, new Variable(value, before.exported(), false));
  }

  public void unset(String name) throws ShellException {
    changeable(name);
    remove(name);
    arrays.remove(name);
  }

  /** The array with a name. */
  public Optional<ShellArray> array(String name) {
    return Optional.ofNullable(arrays.get(name));
  }

  /** All arrays, by name. */
  public Map<String, ShellArray> arrays() {
    return arrays;
  }

  /** Makes a variable an array, with its present value as the first element. */
  public ShellArray declare(String name, ShellArray.Kind kind) {
    return arrays.computeIfAbsent(
        name,
        absent -> {
          ShellArray array = new ShellArray(kind);
          get(name).ifPresent(value -> array.elements().put("0", value));
          return array;
        });
  }

  /** Sets an array, replacing any variable of that name. */
  public void setArray(String name, ShellArray array) {
    array.elements().values().forEach(value -> hold(value.length()));
    arrays.put(name, array);
  }

  /**
   * Sets an element of an array; a variable that is not an array becomes one.
   *
   * @throws ShellException if it is read-only
   */
  public void setElement(String name, String key, String value) throws ShellException {
    changeable(name);
    String before = declare(name, ShellArray.Kind.INDEXED).elements().put(key, value);
    hold(value.length() - (before == null ? 0 : before.length()));
  }

  public void export(String name) {
    Variable before = find(name);
    own.put(name, new Variable(before.value(), true, before.readOnly()));
  }

  public void makeReadOnly(String name) {
    Variable before = find(name);
    own.put(name, new Variable(before.value(), before.exported(), true));
  }

  /** The exported variables with a value: the environment of commands. */
  public TreePMap<String, String> exported() {
    TreePMap<String, String> environment = inherited;
    for (Map.Entry<String, Variable> each : own.entrySet()) {
      Variable variable = each.getValue();
      environment =
          variable.exported() && variable.value() != null
              ? environment.plus(each.getKey(), variable.value())
              : environment.minus(each.getKey());
    }
    return environment;
  }

  /** All variables with a value, by name. */
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>(inherited);
    own.forEach(
        (name, each) -> {
          if (each.value() == null) {
            values.remove(name);
          } else {
            values.put(name, each.value());
          }
        });
    return values;
  }

  /** Returns an action that restores the present values and attributes of these variables. */
  public Runnable snapshot(Collection<String> names) {
    Map<String, Optional<Variable>> before = new HashMap<>();
    Map<String, Optional<ShellArray>> arraysBefore = new HashMap<>();
    for (String name : names) {
      before.put(name, Optional.ofNullable(own.get(name)));
      arraysBefore.put(name, array(name).map(ShellArray::copy));
    }
    return () -> {
      restore(own, before);
      restore(arrays, arraysBefore);
    };
  }

  private static <T> void restore(Map<String, T> to, Map<String, Optional<T>> before) {
    before.forEach(
        (name, each) -> each.ifPresentOrElse(value -> to.put(name, value), () -> to.remove(name)));
  }

  /** Whether it is read-only. */
  public boolean isReadOnly(String name) {
    return find(name).readOnly();
  }

  /** Whether it is exported. */
  public boolean isExported(String name) {
    return find(name).exported();
  }

  private void remove(String name) {
    if (inherited.containsKey(name)) {
      own.put(name, UNKNOWN);
    } else {
      own.remove(name);
    }
  }

  private Variable find(String name) {
    Variable found = own.get(name);
    if (found != null) {
      return found;
    }
    String value = inherited.get(name);
    return value == null ? UNKNOWN : new Variable(value, true, false);
  }

  private Variable changeable(String name) throws ShellException {
    Variable found = find(name);
    if (found.readOnly()) {
      throw complaints.readOnly(name);
    }
    return found;
  }
}
