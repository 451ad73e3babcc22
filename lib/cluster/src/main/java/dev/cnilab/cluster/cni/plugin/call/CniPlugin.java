package dev.cnilab.cluster.cni.plugin.call;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniVersion;

/** The verbs of a plugin; {@link PluginProgram} parses and prints. */
public interface CniPlugin {
  /** The line it prints when it is run by hand: {@code CNI bridge plugin v1.10.0}. */
  String about();

  /** The oldest version of the specification that it supports. */
  default String oldestVersion() {
    return CniVersion.ALL.getFirst();
  }

  /** The fields of its configuration. */
  default PluginFields fields() {
    return PluginFields.NONE;
  }

  /** Attaches a container. On failure it undoes what it did. */
  CniResult add(CmdArgs args) throws CniException;

  /** Detaches a container; may be repeated; what is already gone is not an error. */
  void del(CmdArgs args) throws CniException;

  /** Fails if something is not as ADD left it. */
  default void check(CmdArgs args) throws CniException {}

  /** Drops what belongs to no attachment that is still valid; most plugins keep nothing. */
  default void gc(CmdArgs args) throws CniException {}

  /** Fails if an ADD could not be served now. */
  default void status(CmdArgs args) throws CniException {}
}
