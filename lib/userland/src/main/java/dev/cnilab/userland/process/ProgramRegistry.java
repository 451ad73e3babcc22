package dev.cnilab.userland.process;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The programs a machine's executables can name. */
public final class ProgramRegistry {
  private final Map<String, Program> programs = new TreeMap<>();

  /** Adds a program under a name that no other has. */
  public ProgramRegistry add(String name, Program program) {
    if (programs.putIfAbsent(name, program) != null) {
      throw new IllegalArgumentException("there already is a program named " + name);
    }
    return this;
  }

  public Optional<Program> find(String name) {
    return Optional.ofNullable(programs.get(name));
  }
}
