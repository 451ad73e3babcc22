package dev.cnilab.lab.health;

import dev.cnilab.lab.error.Suggestions;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Messages caused by a broken pod network, and their meaning. The layers are in the order in which
 * a pod passes them: first the node must have a network, then the plugin must set up the pod's.
 */
public enum Symptom {
  UNUSABLE_CONFIGURATION(
      "failed to load CNI config (?:list )?file",
      "Node gate: containerd cannot use the file that it names, and looks at no other.",
      Suggestions.LOOK_AT_CONFIGURATION),
  NO_CONFIGURATION(
      "cni plugin not initialized|no network config found",
      "Node gate: containerd has no CNI configuration it can use, so the whole node is NotReady.",
      Suggestions.LOOK_AT_CONFIGURATION),
  NO_NODE(
      "untolerated taint",
      "The scheduler found no node that takes the pod; a NotReady node carries a taint.",
      Suggestions.LOOK_AT_NODES),
  NO_BINARY(
      "failed to find plugin",
      "Pod gate: the configuration calls a plugin that is not in the folder of binaries.",
      Suggestions.COMPARE_TYPE_AND_BINARIES),
  NO_SUBNET_FILE(
      "/run/flannel/subnet\\.env: no such file",
      "Pod gate: the flannel plugin reads the node's range from a file that flanneld writes when it"
          + " starts. The file is gone.",
      Suggestions.LOOK_AT_AGENT),
  NO_ADDRESS(
      "no IP addresses available",
      "Pod gate: every address of the node's range is taken.",
      Suggestions.LOOK_AT_ADDRESSES),
  OTHER_BRIDGE_ADDRESS(
      "already has an IP address different from",
      "Pod gate: the bridge is left over from another range.",
      Suggestions.LOOK_AT_BRIDGE),
  PLUGIN_FAILED(
      "failed to setup network for sandbox",
      "Pod gate: a CNI plugin failed; what follows `failed (add):` is its own text.",
      Suggestions.LOOK_AT_CONTAINERD),
  NO_IMAGE(
      "ErrImagePull|ImagePullBackOff|[Ff]ailed to pull image|Back-off pulling image",
      "Not the network: the image could not be pulled.",
      Suggestions.CHECK_THE_IMAGE);

  private final Pattern text;
  private final String meaning;
  private final String suggestion;

  Symptom(String text, String meaning, String suggestion) {
    this.text = Pattern.compile(text);
    this.meaning = meaning;
    this.suggestion = suggestion;
  }

  /** The symptom in a message; more specific ones are tried first. */
  public static Optional<Symptom> of(String message) {
    return Stream.of(values()).filter(each -> each.text.matcher(message).find()).findFirst();
  }

  public String meaning() {
    return meaning;
  }

  /** Where to look next. */
  public String suggestion() {
    return suggestion;
  }
}
