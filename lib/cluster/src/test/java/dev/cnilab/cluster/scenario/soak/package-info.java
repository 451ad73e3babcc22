/**
 * Many histories of faults and repairs, drawn from a seed; each must end as it began. Everything is
 * done by commands on nodes and by requests to the API.
 */
package dev.cnilab.cluster.scenario.soak;
