package dev.cnilab.userland.process;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The programs a machine's executables can name. */
public final class ProgramRegistry {
  private final Map<String, Program> programs = new TreeMap<>();
  private final @Nullable ProgramRegistry shared;

  public ProgramRegistry() {
    this.shared = null;
  }

  /** Those of another registry, which other machines have too, and what is added. */
  public ProgramRegistry(ProgramRegistry shared) {
    this.shared = shared;
  }

  /** Adds a program under a name that no other has. */
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
