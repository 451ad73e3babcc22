package dev.cnilab.lab.proof;

import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.stage.ProofResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** A fault and its ground. */
record FaultOnGround(String fault, Ground ground) {

  /** The fields to store about its proof. */
  Map<String, Object> fields(ProofResult proven) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("fault", fault);
    fields.put("plugin", ground.plugin());
    fields.put("proxy", ground.proxy());
    fields.put("holds", proven.holds());
    fields.put("complaint", proven.complaint());
    fields.put("quiet", proven.quiet());
    fields.put("first", proven.first());
    return fields;
  }
}
