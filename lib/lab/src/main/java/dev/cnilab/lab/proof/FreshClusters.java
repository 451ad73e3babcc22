package dev.cnilab.lab.proof;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.stage.ProofResult;
import dev.cnilab.lab.stage.Stage;
import dev.cnilab.lab.stage.Verification;
import java.util.Map;
import java.util.Optional;

/**
 * Creates an embedded cluster for each fault, and deletes it afterwards.
 *
 * @param home an embedded cluster that starts the others
 */
public record FreshClusters(Cluster home) implements Site {

  private static final String NAME = "stage";

  @Override
  public Optional<String> lacks(String fault) {
    return Optional.empty();
  }

  @Override
  public ProofResult prove(String fault, Ground ground) {
    Further further = home.further().get(NAME, Map.of("cni", ground.plugin()));
    try {
      Stage stage = Stage.build(further.cluster(), ground, Stage.victim(fault));
      return Verification.of(Catalogue.fault(fault, stage.setting()), stage);
    } finally {
      home.further().end(NAME);
    }
  }

  @Override
  public boolean isLeft() {
    return false;
  }
}
