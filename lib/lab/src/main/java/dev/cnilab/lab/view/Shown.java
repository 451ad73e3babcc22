package dev.cnilab.lab.view;

import java.util.Map;

/** Something a notebook displays when it is a cell's last value. */
public interface Shown {

  /** The view to display. */
  View view();

  /**
   * Machine-readable data in the same output: MIME type to JSON value (maps, lists, text, numbers).
   */
  default Map<String, Object> data() {
    return Map.of();
  }
}
