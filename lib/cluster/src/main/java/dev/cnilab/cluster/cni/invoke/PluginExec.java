package dev.cnilab.cluster.cni.invoke;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cri.Deadline;
import java.util.List;
import java.util.Map;

/** Finds and runs plugins: {@code pkg/invoke}. */
public interface PluginExec {
  /**
   * The path of a plugin.
   *
   * @throws CniException {@code failed to find plugin "x" in path [/opt/cni/bin]}
   */
  String find(String type, List<String> path) throws CniException;

  /**
   * Runs a plugin to its end and returns what it wrote on its standard output. Blocks.
   *
   * @param environment in addition to the caller's own
   * @param deadline when it is killed
   * @throws CniException the plugin's error, or why it could not be run
   */
  byte[] run(String plugin, byte[] stdin, Map<String, String> environment, Deadline deadline)
      throws CniException;

  /** Like {@link #run}, for a verb that answers with a result. */
  default CniResult runWithResult(
      String plugin,
      String cniVersion,
      byte[] stdin,
      Map<String, String> environment,
      Deadline deadline)
      throws CniException {
    byte[] answer = run(plugin, stdin, environment, deadline);
    JsonNode result;
    try {
      result = GoJson.parseMap(answer);
    } catch (GoJsonException refused) {
      throw new CniException("failed to unmarshal raw result: " + refused.getMessage());
    }
    String version = result.path("cniVersion").asText("");
    return CniResult.parse(version.isEmpty() ? cniVersion : version, result);
  }
}
