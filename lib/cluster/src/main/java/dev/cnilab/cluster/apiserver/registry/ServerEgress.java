package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.apiserver.connection.stream.OpenStreams;
import dev.cnilab.cluster.apiserver.kubelet.Kubelets;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.netsim.loop.EventLoop;

/**
 * How a client's stream gets from the server to a node, a pod or a Service.
 *
 * @param network from which the server reaches them
 * @param kubelets how it reaches kubelets
 * @param streams those that clients from outside hold open
 * @param admission what is asked before a stream to a pod begins
 */
public record ServerEgress(
    EventLoop loop,
    ServerNetwork network,
    Kubelets kubelets,
    OpenStreams streams,
    StreamAdmission admission) {}
