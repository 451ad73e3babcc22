package dev.cnilab.lab.view;

import java.util.Map;

/** Something a notebook shows when a cell ends in it. */
public interface Shown {

  /** How it is shown. */
  View view();

  /**
   * What machines read in the same output: MIME type to JSON value (maps, lists, text, numbers).
   */
  default Map<String, Object> data() {
    return Map.of();
  }
}
