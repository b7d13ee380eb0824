"""Who is asked for a request and who is out, by plain SQL over the tables as they are: no record,
no column and no rule of `scheduling` has a part in it."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import text

from app.database import current_organisation, db
from app.municipalities import SOURCE, find_municipality
from scheduling.kinds import RequestKind, level
from scheduling.weights import Weights

KINDS = [str(kind) for kind in RequestKind]
SQL = text("""
with recursive asked as materialized (
  select r.*, coalesce(r.municipality_code, u.municipality_code) as place_code,
    coalesce(r.level, (cast(:levels as text[]))[array_position(cast(:kinds as text[]), r.kind)])
      as wanted_level,
    array_position(array['basic', 'good', 'native'], r.fluency) as wanted_fluency
  from expert_requests r
  join units u on u.organisation_id = r.organisation_id and u.id = r.unit_id
  where r.organisation_id = :mine and r.id = :request
),
series as (
  select id, continues_id from asked
  union
  select r.id, r.continues_id from expert_requests r join series s on s.continues_id = r.id
  where r.organisation_id = :mine
),
wanted as materialized (
  select theme_id from request_themes where organisation_id = :mine and request_id = :request
),
open_time as materialized (
  select * from occasions where organisation_id = :mine and request_id = :request
    and cancelled_at is null and accepted_count < seats
),
clocked as materialized (select * from open_time where starts_at is not null),
work_day as materialized (
  select distinct (starts_at at time zone 'Europe/Helsinki')::date as day from clocked
  union all
  select coalesce(
    (select due_on from open_time where due_on is not null order by starts_at, id limit 1), :today)
  where not exists (select from clocked)
),
place as (
  select * from unnest(
    cast(:codes as text[]), cast(:latitudes as float[]), cast(:longitudes as float[]))
    as place (code, latitude, longitude)
),
kilometre as materialized (
  select here.code, round(1.3 * 2 * 6371 * asin(least(1, sqrt(
    sin(radians(there.latitude - here.latitude) / 2) ^ 2
    + cos(radians(here.latitude)) * cos(radians(there.latitude))
    * sin(radians(there.longitude - here.longitude) / 2) ^ 2))))::bigint as km
  from place here, asked join place there on there.code = asked.place_code
),
signed as (
  select distinct on (expert_id) * from agreements where organisation_id = :mine
  order by expert_id, signed_on desc, id desc
),
invited as (
  select distinct on (expert_id, round_id) * from offers
  where organisation_id = :mine and state <> 'declined' order by expert_id, round_id, id
),
asking as (
  select expert_id, (sent_at at time zone 'Europe/Helsinki')::date as day from invited
  where state <> 'withdrawn' and (channel <> 'phone' or answered_at is not null)
),
work as (
  select a.expert_id, coalesce((o.starts_at at time zone 'Europe/Helsinki')::date, o.due_on) as day
  from assignments a join occasions o on o.organisation_id = :mine and o.id = a.occasion_id
  where a.organisation_id = :mine and a.state = 'done'
),
past as (
  select e.id,
    (select max(day) from asking where expert_id = e.id and day <= :today) as last,
    (select count(*) from asking where expert_id = e.id and day <= :today
      and day > (cast(:today as date) - interval '1 year')::date) as asked,
    (select count(*) from work where expert_id = e.id and day <= :today
      and day > (cast(:today as date) - interval '1 year')::date) as worked
  from experts e where e.organisation_id = :mine
),
person as materialized (
  select e.*, km.km, past.last, past.asked, past.worked, asked.is_remote,
    case when asked.is_remote or km.km is null then 0
      else ceil((10 + km.km) / 5.0) * 5 end * interval '1 minute' as way,
    greatest(0, cast(:today as date) - e.joined_on) as here,
    e.stopped_at is null and e.hidden_at is null as is_active
  from experts e join past on past.id = e.id cross join asked
  left join kilometre km on km.code = e.municipality_code
  where e.organisation_id = :mine
),
active as (select * from person where is_active),
figure as materialized (
  select greatest(1, coalesce(percentile_disc(0.5) within group (
      order by cast(:today as date) - last) filter (where last is not null), 1)) as wait,
    greatest(1, coalesce(percentile_disc(0.5) within group (
      order by asked) filter (where last is not null), 1)) as asked,
    greatest(1, coalesce(percentile_disc(0.5) within group (
      order by worked) filter (where last is not null), 1)) as worked
  from active
),
rarity as materialized (
  select theme_id, greatest(1, length(ltrim(half::bit(32)::text, '0'))) as points
  from wanted
  cross join lateral (select count(*)::int as n from active) as everybody
  cross join lateral (
    select count(distinct t.expert_id)::int as many
    from expert_themes t join active on active.id = t.expert_id
    where t.organisation_id = :mine and t.theme_id = wanted.theme_id
  ) as those
  cross join lateral (select everybody.n / greatest(1, those.many) as half) as halves
),
standing as (
  select distinct on (expert_id) expert_id, state from (
    select expert_id, state, true as asked, sent_at, position, id from offers
    where organisation_id = :mine and request_id = :request
    union all
    select expert_id, 'declined', false, null, null, id from assignments
    where organisation_id = :mine and request_id = :request
      and state = 'cancelled' and cancel_reason = 'cannot_come'
  ) as told
  order by expert_id, asked desc, sent_at desc, position desc, id desc
),
holder as (
  select distinct expert_id from assignments
  where organisation_id = :mine and request_id = :request
    and state in ('planned', 'confirmed', 'done')
),
promised as (
  select a.expert_id, date_trunc('month', o.starts_at at time zone 'Europe/Helsinki') as month,
    sum(floor(extract(epoch from o.ends_at - o.starts_at) / 60)) as minutes
  from assignments a join occasions o on o.organisation_id = :mine and o.id = a.occasion_id
  where a.organisation_id = :mine and a.state in ('planned', 'confirmed', 'done')
    and o.starts_at is not null
  group by 1, 2
),
obstacle as materialized (
  select p.id, c.id as occasion_id, met.code
  from person p cross join clocked c
  cross join lateral (
    select (c.starts_at - p.way) at time zone 'Europe/Helsinki' as leaves,
      (c.ends_at + p.way) at time zone 'Europe/Helsinki' as returns,
      c.starts_at at time zone 'Europe/Helsinki' as starts,
      c.ends_at at time zone 'Europe/Helsinki' as ends,
      ((c.ends_at - interval '1 microsecond') at time zone 'Europe/Helsinki')::date as last_day,
      floor(extract(epoch from c.ends_at - c.starts_at) / 60) as minutes
  ) as wall
  cross join lateral (
    select 'busy' as code where exists (
      select from busy(p.person_id, c.starts_at - p.way,
        c.ends_at + p.way + p.rest_minutes * interval '1 minute'))
    union all
    select 'away' where exists (
      select from times_away t where t.organisation_id = :mine and t.expert_id = p.id
        and t.first_on <= last_day
        and t.last_on >= starts::date)
    union all
    select 'not_at_that_time' where p.available <> '{}' and exists (
      select from generate_series(leaves::date, returns::date, interval '1 day') as day,
        (values ('morning', 0, 12), ('afternoon', 12, 17), ('evening', 17, 24))
          as part (name, first, last)
      where (leaves >= day + first * interval '1 hour' or returns > day + first * interval '1 hour')
        and leaves < day + last * interval '1 hour'
        and not (extract(isodow from day) - 1) || '-' || name = any(p.available))
    union all
    select 'minors_time' where p.is_minor and (
      ceil(extract(epoch from ends - starts::date) / 60) > p.guardian_latest_minute
      or minutes > p.guardian_day_minutes)
    union all
    select 'own_month_full' where minutes + coalesce((
      select promised.minutes from promised
      where promised.expert_id = p.id and month = date_trunc('month', starts)), 0)
      > p.wished_minutes_a_month
  ) as met
),
never_free as (
  select id from obstacle group by id
  having count(distinct occasion_id) = (select count(*) from clocked)
),
against as (
  select p.id, why.code from person p cross join asked
  left join signed on signed.expert_id = p.id
  left join standing on standing.expert_id = p.id
  left join holder on holder.expert_id = p.id
  join organisations org on org.id = :mine
  cross join lateral (
    select 'stopped' as code where p.stopped_at is not null
    union all select 'hidden' where p.hidden_at is not null
    union all select 'paused' where p.paused_until > :today
    union all select 'holds_seat' where holder.expert_id is not null
    union all select 'already_asked' where holder.expert_id is null
      and standing.state in ('sent', 'seen', 'asks_first')
    union all select 'declined' where holder.expert_id is null
      and standing.state in ('declined', 'accepted')
    union all select 'did_not_answer' where holder.expert_id is null and standing.state = 'expired'
    union all select 'kind_not_accepted'
      where p.role_kinds <> '{}' and not asked.kind = any(p.role_kinds)
    union all select 'level_not_accepted'
      where p.levels <> '{}' and not asked.wanted_level = any(p.levels)
    union all select 'no_common_theme' where exists (select from wanted) and not exists (
      select from expert_themes t join wanted using (theme_id)
      where t.organisation_id = :mine and t.expert_id = p.id)
    union all select 'language_not_spoken' where asked.wanted_fluency > case
      when asked.language = any(p.native_languages) then 3
      when asked.language = any(p.basic_languages) then 1
      when asked.language = any(p.languages) then 2 else 0 end
    union all select 'not_trained' where asked.needs_training and exists (
      select from work_day where not exists (
        select from trainings t where t.organisation_id = :mine and t.expert_id = p.id
          and work_day.day between t.finished_on and coalesce(t.valid_until, 'infinity')))
    union all select 'no_agreement' where signed.id is null
    union all select 'agreement_not_valid' where signed.id is not null and exists (
      select from work_day where not day between signed.signed_on
        and coalesce(signed.valid_until, 'infinity'))
    union all select 'agreement_outdated' where signed.id is not null
      and org.agreement_signed_anew and signed.text_version <> org.agreement_version
    union all select 'guardian_has_not_consented'
      where p.is_minor and p.guardian_consent_on is null
    union all select 'not_suitable' where exists (
      select from boundaries b where b.organisation_id = :mine and b.expert_id = p.id
        and (b.theme_id in (select theme_id from wanted)
          or b.municipality_code = asked.place_code or b.unit_id = asked.unit_id))
      or exists (select from own_units o where o.organisation_id = :mine
        and o.expert_id = p.id and o.unit_id = asked.unit_id)
    union all select 'not_remotely' where asked.is_remote and not p.may_act_remotely
    union all select 'too_far' where not asked.is_remote and p.km > p.travels_km
    union all select distinct code from obstacle
      where obstacle.id = p.id and p.id in (select id from never_free)
  ) as why
),
waited as (
  select p.id, coalesce(cast(:today as date) - p.last, figure.wait + p.here) as days
  from person p cross join figure
)
select p.id, array(select code from against where against.id = p.id) as codes,
  waited.days,
  :theme * case when not exists (select from wanted) then 1000 else 1000
    * (select coalesce(sum(points), 0) from rarity where exists (
        select from expert_themes t where t.organisation_id = :mine
          and t.expert_id = p.id and t.theme_id = rarity.theme_id))
    / (select sum(points) from rarity) end
  + :level * case when asked.wanted_level = any(p.levels) then 1000 else 500 end
  + :distance * case when p.is_remote then 1000 when p.km is null then 500
      else greatest(0, 1000 - 5 * p.km) end
  + :wait * least(1000, 500 * waited.days / figure.wait)
  + :asked * (1000 * figure.asked * 365
      / (figure.asked * 365 + p.asked * 365 + figure.asked * greatest(0, 365 - p.here)))
  + :worked * (1000 * figure.worked * 365
      / (figure.worked * 365 + p.worked * 365 + figure.worked * greatest(0, 365 - p.here)))
  + :learning * case when asked.kind = any(p.learns) then 1000 else 0 end
  + :continuity * case when exists (
      select from assignments a where a.organisation_id = :mine and a.expert_id = p.id
        and a.state = 'done' and a.request_id in (select id from series)) then 1000 else 0 end
  as points
from person p join waited on waited.id = p.id cross join asked cross join figure
order by points desc, waited.days desc, p.id
""")


def _places() -> dict[str, list]:
    codes = [
        line.partition(",")[0]
        for line in SOURCE.read_text("utf-8").splitlines()
        if line[:3].isdigit()
    ]
    known = [find_municipality(code) for code in codes]
    there = [each for each in known if each.latitude is not None]
    return {
        "codes": [each.code for each in there],
        "latitudes": [each.latitude for each in there],
        "longitudes": [each.longitude for each in there],
    }


PLACES = _places()


def judged(
    request_id: int, *, today: date, weights: Weights | None = None
) -> tuple[list[tuple[int, int]], dict[int, set[str]]]:
    """Those who may be asked, in order, with their points; and the others with their reasons."""
    values = {
        "mine": current_organisation(),
        "request": request_id,
        "today": today,
        "kinds": KINDS,
        "levels": [str(level(RequestKind(kind))) for kind in KINDS],
    }
    rows = db.session.execute(SQL, values | PLACES | asdict(weights or Weights())).all()
    order = [(row.id, int(row.points)) for row in rows if not row.codes]
    return order, {row.id: set(row.codes) for row in rows if row.codes}
