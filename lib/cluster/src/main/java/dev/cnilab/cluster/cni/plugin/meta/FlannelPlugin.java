package dev.cnilab.cluster.cni.plugin.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.GoSyntax;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/**
 * The plugin {@code flannel} v1.9.1-flannel3: makes a configuration for another plugin, usually
 * {@code bridge}, from the file that flanneld wrote, and keeps it for the DEL.
 */
public final class FlannelPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI Plugin flannel version v1.9.1-flannel3 (linux/amd64) commit ";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    SubnetEnv env;
    try {
      env =
          SubnetEnv.load(
              args.process().files(),
              args.config().path("subnetFile").asText("/run/flannel/subnet.env"));
    } catch (CniException unusable) {
      throw new CniException(
          "failed to load flannel 'subnet.env' file: "
              + unusable.getMessage()
              + ". Check the flannel pod log for this node.");
    }
    ObjectNode delegate = delegate(args, env);
    args.process().err().print("\n" + GoSyntax.of(delegate, args.process().loop()) + "\n");
    String json = GoJson.marshalMap(delegate);
    args.process().err().print("delegateAdd: netconf sent to delegate plugin:\n" + json);
    save(args, json);
    try {
      return args.delegateAdd(delegate.path("type").asText(), delegate);
    } catch (CniException failed) {
      throw failed.inPlugin("failed to delegate add");
    }
  }

  private static ObjectNode delegate(CmdArgs args, SubnetEnv env) throws CniException {
    ObjectNode delegate =
        args.config().path("delegate") instanceof ObjectNode own
            ? own.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    if (delegate.has("type") && !delegate.path("type").isTextual()) {
      throw new CniException("'delegate' dictionary, if present, must have (string) 'type' field");
    }
    for (String key : new String[] {"name", "ipam"}) {
      if (delegate.has(key)) {
        throw new CniException(
            "'delegate' dictionary must not have '%s' field, it'll be set by flannel"
                .formatted(key));
      }
    }
    if (args.config().path("runtimeConfig").isObject()) {
      delegate.set("runtimeConfig", args.config().path("runtimeConfig"));
    }
    delegate.put("name", args.networkName());
    putUnlessSet(delegate, "type", JsonNodeFactory.instance.textNode("bridge"));
    putUnlessSet(delegate, "ipMasq", JsonNodeFactory.instance.booleanNode(!env.masquerades()));
    putUnlessSet(delegate, "mtu", JsonNodeFactory.instance.numberNode(env.mtu()));
    if (delegate.path("type").asText().equals("bridge")) {
      putUnlessSet(delegate, "isGateway", JsonNodeFactory.instance.booleanNode(true));
    }
    if (!args.cniVersion().isEmpty()) {
      delegate.put("cniVersion", args.cniVersion());
    }
    delegate.set("ipam", ipam(args, env));
    return delegate;
  }

  private static void putUnlessSet(ObjectNode delegate, String key, JsonNode value) {
    if (!delegate.has(key)) {
      delegate.set(key, value);
    }
  }

  private static ObjectNode ipam(CmdArgs args, SubnetEnv env) {
    ObjectNode ipam =
        args.config().path("ipam") instanceof ObjectNode own
            ? own.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    putUnlessSet(ipam, "type", JsonNodeFactory.instance.textNode("host-local"));
    ipam.putArray("ranges").addArray().addObject().put("subnet", env.subnet().toString());
    JsonNode routes = ipam.path("routes");
    var all = ipam.putArray("routes");
    routes.forEach(all::add);
    for (Ipv4Prefix network : env.networks()) {
      all.addObject().put("dst", network.toString());
    }
    return ipam;
  }

  private static String dataDirectory(CmdArgs args) {
    return args.config().path("dataDir").asText("/var/lib/cni/flannel");
  }

  private static void save(CmdArgs args, String json) throws CniException {
    MountNamespace files = args.process().files();
    String directory = dataDirectory(args);
    String path = directory + "/" + args.containerId();
    try {
      files.createDirectories(directory, 0700);
      files.write(path, json);
      files.setPermissions(path, 0600);
    } catch (IOException refused) {
      throw new CniException(GoText.pathError("open", path, refused));
    }
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    MountNamespace files = args.process().files();
    String path = dataDirectory(args) + "/" + args.containerId();
    JsonNode saved;
    try {
      saved = GoJson.parse(GoFile.bytes(files, path));
    } catch (GoPathException unreadable) {
      if (unreadable.isNotExist()) {
        return; // nothing was added, or it has already been deleted
      }
      throw new CniException(unreadable.text());
    } catch (GoJsonException broken) {
      args.process().err().print("failed to parse netconf: " + broken.getMessage());
      return;
    }
    args.delegate("DEL", saved.path("type").asText(""), saved);
    try {
      files.unlink(path);
    } catch (FileException alreadyGone) {
      // The plugin also ignores it: the specification allows DEL to be repeated.
    }
  }
}
