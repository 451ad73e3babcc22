package dev.cnilab.lab.oncall.incident;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.Yaml;
import dev.cnilab.lab.text.ResourceFiles;
import java.util.List;

/** Unrelated workloads, as in any cluster. */
final class Noise {

  private Noise() {}

  static List<String> names() {
    return file().keys();
  }

  static String manifest(String name) {
    return file().text("/" + name);
  }

  private static Json file() {
    return Yaml.parse(ResourceFiles.text(Noise.class, "noise.yaml"));
  }
}
