package dev.cnilab.lab.client;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.regex.Pattern;

/** YAML as Kubernetes reads it. */
public final class Yaml {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Yaml() {}

  /**
   * Reads a text of several documents, divided by lines of three hyphens.
   *
   * @throws IllegalArgumentException if one of them is not YAML
   */
  public static List<Json> documents(String text) {
    return Pattern.compile("^---\\s*$", Pattern.MULTILINE)
        .splitAsStream(text)
        .filter(document -> !document.isBlank())
        .map(Yaml::parse)
        .toList();
  }

  /**
   * Reads a text of one document.
   *
   * @throws IllegalArgumentException if it is not YAML; the message says where it stops being so
   */
  public static Json parse(String text) {
    try {
      return Json.of(SERIALIZATION.unmarshal(text, Object.class));
    } catch (RuntimeException notYaml) {
      Throwable cause = notYaml.getCause() == null ? notYaml : notYaml.getCause();
      throw new IllegalArgumentException(String.valueOf(cause.getMessage()), notYaml);
    }
  }
}
