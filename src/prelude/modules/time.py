# `time`: calendars over the natives.

class struct_time(_Record):
    __module__ = 'time'
    _names = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')

    def __new__(cls, items, zone=None, offset=None):
        items = tuple(items)
        if len(items) < 9:
            raise TypeError(f'time.struct_time() takes an at least 9-sequence ({len(items)}-sequence given)')
        self = tuple.__new__(cls, items[:9])
        self.tm_zone = zone
        self.tm_gmtoff = offset
        return self


CLOCK_REALTIME = 0
CLOCK_MONOTONIC = 1
CLOCK_PROCESS_CPUTIME_ID = 2

# The file of the local time zone, once it was asked for: b'' for UTC.
_zone_file = None


def _local_zone(seconds):
    global _zone_file
    if _zone_file is None:
        name = _variable('TZ')
        path = '/etc/localtime'
        if name is not None:
            name = name.removeprefix(':')
            path = name if name.startswith('/') else '/usr/share/zoneinfo/' + (name or 'UTC')
        try:
            _zone_file = _read_file(path)
        except OSError:
            _zone_file = b''
    return _time_zone(_zone_file, seconds)


def _whole_seconds(secs):
    if secs is None:
        return time_ns() // 1000000000
    if isinstance(secs, float):
        return secs.__floor__()
    return _index(secs)


def gmtime(secs=None, /):
    return struct_time(_time_fields(_whole_seconds(secs)) + (0,), 'UTC', 0)


def localtime(secs=None, /):
    at = _whole_seconds(secs)
    offset, summer, name = _local_zone(at)
    return struct_time(_time_fields(at + offset) + (summer,), name, offset)


def mktime(t, /):
    if not isinstance(t, tuple):
        raise TypeError('Tuple or struct_time argument required')
    if len(t) != 9:
        raise TypeError('mktime(): illegal time tuple argument')
    at = _time_days(t[0], t[1], t[2]) * 86400 + t[3] * 3600 + t[4] * 60 + t[5]
    offset = _local_zone(at)[0]
    offset = _local_zone(at - offset)[0]
    return float(at - offset)


def strftime(format, t=None, /):
    if t is None:
        t = localtime()
    elif not isinstance(t, tuple):
        raise TypeError('Tuple or struct_time argument required')
    elif len(t) != 9:
        raise TypeError('strftime(): illegal time tuple argument')
    offset = getattr(t, 'tm_gmtoff', None)
    name = getattr(t, 'tm_zone', None)
    if offset is None:
        offset, _, name = _local_zone(_time_days(t[0], t[1], t[2]) * 86400)
    return _time_format(format, t, name, offset)


def asctime(t=None, /):
    return _time_format('%a %b %e %H:%M:%S %Y', localtime() if t is None else t, '', 0)


def ctime(secs=None, /):
    return asctime(localtime(secs))


def strptime(string, format='%a %b %d %H:%M:%S %Y', /):
    raise NotImplementedError('time.strptime() is not supported by sleepy yet')


def clock_gettime(clock, /):
    return clock_gettime_ns(clock) / 1e9


def clock_gettime_ns(clock, /):
    if clock == CLOCK_REALTIME:
        return time_ns()
    if clock == CLOCK_MONOTONIC:
        return monotonic_ns()
    if clock == CLOCK_PROCESS_CPUTIME_ID:
        return process_time_ns()
    raise OSError(22, 'Invalid argument')


# What depends on the time zone is found out when it is asked for.
def __getattr__(name):
    if name in ('timezone', 'altzone', 'daylight', 'tzname'):
        year = gmtime()[0]
        winter = _local_zone(_time_days(year, 1, 1) * 86400)
        summer = _local_zone(_time_days(year, 7, 1) * 86400)
        if winter[1]:
            winter, summer = summer, winter
        if name == 'tzname':
            return winter[2], summer[2]
        if name == 'daylight':
            return summer[1]
        return -winter[0] if name == 'timezone' else -summer[0]
    raise AttributeError(f"module 'time' has no attribute '{name}'")
