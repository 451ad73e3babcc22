package dev.cnilab.netsim.sysctl;

import dev.cnilab.netsim.errno.ErrnoException;
import java.util.List;

/** The settings of one namespace under net., named with dots as sysctl(8) names them. */
@SuppressWarnings("DoNotCallSuggester")
public final class Sysctl {
  /** All names, sorted. */
  public List<String> names() {
    return List.of();
  }

  /**
   * The value of a setting.
   *
   * @throws ErrnoException ENOENT if there is no such setting
   */
  public String get(String name) {
    throw new UnsupportedOperationException(name);
  }

  /**
   * Changes a setting.
   *
   * @throws ErrnoException ENOENT if there is no such setting, EINVAL if the value does not fit
   */
  public void set(String name, String value) {
    throw new UnsupportedOperationException(name + "=" + value);
  }
}
