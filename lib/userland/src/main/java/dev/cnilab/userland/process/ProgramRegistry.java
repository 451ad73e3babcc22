package dev.cnilab.userland.process;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The programs available to a machine's executables, by name. */
public final class ProgramRegistry {
  private final Map<String, Program> programs = new TreeMap<>();
  private final @Nullable ProgramRegistry shared;

  public ProgramRegistry() {
    this.shared = null;
  }

  /** Creates a registry on top of another one, which machines share. */
  public ProgramRegistry(ProgramRegistry shared) {
    this.shared = shared;
  }

  /** Adds a program under a unique name. */
  public ProgramRegistry add(String name, Program program) {
    if (find(name).isPresent()) {
      throw new IllegalArgumentException("there already is a program named " + name);
    }
    programs.put(name, program);
    return this;
  }

  public Optional<Program> find(String name) {
    Program own = programs.get(name);
    return own != null || shared == null ? Optional.ofNullable(own) : shared.find(name);
  }
}
