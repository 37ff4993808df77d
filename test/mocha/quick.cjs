const unit = require('./unit.cjs');

/**
 * For after every change, in less than a minute: all unit tests but what is random, what tries every fault at every
 * operation, what replays recordings or plays hours of a log, and what starts other programs or waits for them.
 */
module.exports = {
  ...unit,
  ignore: [
    'test/unit/{faults,fuzz,keySecrecy,offline,proxy,soak}/**',
    'test/unit/api/{badServers,network}.test.ts',
    'test/unit/bench/**',
    'test/unit/connection/editorNetwork.test.ts',
    'test/unit/demo/{cli,golden,logStore}.test.ts',
    'test/unit/layers.test.ts',
    'test/unit/logs/feed*.test.ts',
    'test/unit/logs/{keySet,pollSchedule,rangeFetch,viewProperty,viewSpeed}.test.ts',
    'test/unit/model/{*Faults,configOrder}.test.ts',
    'test/unit/scripts/supplyChain.test.ts',
    'test/unit/views/badServers.test.ts',
  ],
};
