package dev.cnilab.lab.step;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.health.Waits;
import dev.cnilab.lab.network.Probes;
import dev.cnilab.lab.workload.Workloads;

/** What the steps act on and look at. */
public record Scene(Cluster cluster, Workloads workloads, Probes probes, Waits waits) {}
